using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Tests.Binding;

public class HostileScriptTests
{
    private static readonly string[] Pieces =
    [
        "stream", "batch", "|from()", "|query('q')", ".measurement('m')", ".measurement(", "x)", ".measurement", ".groupBy(", "*)", "\"a\")", "time(1s))",
        "|where(", "lambda: ", "\"v\" > ", "x", "y", "5", "2.5", "'a'", "10s", "/a/", "TRUE", " + ", " / ", " =~ ", "-", "!", "(", ")", ", ", "[", "]",
        "\nvar x = ", "\nvar y = ", "\nvar x int", "\nvar x list", "|alert()", ".slackBot()", ".channel('c')", ".crit(", "|window()", ".period(", "|join(x)",
        "|union()", "|stats(1s)", "|deadman(1.0, 1s)", "@udf()", "string(", "count()", "|log()", "|eval(", ".as(", "['a', x]", "\ndbrp \"a\".\"b\"", "\n",
    ];

    [Fact]
    public void No_mix_of_pieces_makes_the_binder_throw()
    {
        var scripts = Gen.Elements(Pieces).ListOf().Select(parts => "stream|from()" + string.Concat(parts)).ToArbitrary();

        Prop.ForAll(scripts, script =>
        {
            var bound = Scripts.Bind(script);
            var template = Scripts.BindTemplate(script);
            return (bound.Graph is null) == bound.Diagnostics.Any(d => d.Severity == Severity.Error) && template.Diagnostics is not null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60));
    }

    [Fact]
    public void Lambdas_that_double_from_line_to_line_are_refused()
    {
        var bound = Scripts.Bind(Doubling("lambda: 1 + \"v\"", "lambda: x{0} + x{0}") + "stream|from()|where(x60)");

        bound.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message).Should().Equal(
            "with the lambdas it uses the expression has more than 100000 parts or 1000 levels");
    }

    [Fact]
    public void Texts_that_double_from_line_to_line_are_refused() =>
        Scripts.Bind(Doubling("'0123456789' + ''", "x{0} + x{0}") + "stream|from().measurement(x60)|log()").Diagnostics
            .Where(d => d.Severity == Severity.Error).Select(d => d.Message).Should().Equal("the computed text has 163840 characters, 100000 are the most");

    [Fact]
    public void Lists_that_double_from_line_to_line_do_no_harm() =>
        Scripts.Bind(Doubling("['a']", "[x{0}, x{0}]") + "stream|from().groupBy(x60)|log()").Diagnostics.Should().BeEmpty();

    [Fact]
    public void Thousands_of_mistakes_are_found_in_reasonable_time()
    {
        var script = new StringBuilder("stream|from()|log() ");
        for (var i = 0; i < 3000; i++)
            script.Append($"var name{i} = {i} unknown{i}.x() ");

        Scripts.Bind(script.ToString()).Diagnostics.Where(d => d.Severity == Severity.Error).Should().HaveCount(3000);
    }

    [Fact]
    public void A_long_line_of_nodes_prints()
    {
        var script = new StringBuilder("var x0 = stream|from() ");
        for (var i = 0; i < 20_000; i++)
            script.Append($"var x{i + 1} = x{i}|log() ");

        GraphDot.Write(Scripts.Graph(script.ToString()), "t").Split('\n').Should().HaveCount(20_003);
    }

    private static string Doubling(string first, string next)
    {
        var script = new StringBuilder($"var x0 = {first}\n");
        for (var i = 0; i < 60; i++)
            script.Append($"var x{i + 1} = {string.Format(null, next, i)}\n");
        return script.ToString();
    }
}
