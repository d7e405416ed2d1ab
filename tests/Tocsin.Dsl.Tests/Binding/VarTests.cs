using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Tests.Binding.Nodes;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Binding;

public class VarTests
{
    private const string Rest = " stream|from()|sample(x)";

    [Fact]
    public void A_given_value_takes_the_place_of_the_default_and_later_vars_see_it()
    {
        var graph = Scripts.Graph(
            "var low = 1 var high = low + 10 stream|from()|where(lambda: \"v\" > high)", new ScriptVar("low", VarType.Int, 5L));

        TextOf(graph.Single<WhereNode>()).Should().Be("\"v\" > 15");
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("-5", "-5")]
    [InlineData("2.5", "2.5")]
    [InlineData("'a'", "'a'")]
    [InlineData("TRUE", "TRUE")]
    [InlineData("90s", "90s")]
    [InlineData("2 * 45s", "90s")]
    [InlineData("!TRUE", "FALSE")]
    [InlineData("""/a\/\d/""", """/a\/\d/""")]
    [InlineData("strToUpper('a') + 'b'", "'Ab'")]
    public void In_a_lambda_a_name_becomes_its_literal(string value, string literal)
    {
        var graph = Scripts.Graph($"var x = {value} stream|from()|where(lambda: f(x, \"v\"))");

        TextOf(graph.Single<WhereNode>()).Should().Be($"f({literal}, \"v\")");
    }

    [Fact]
    public void A_lambda_inside_a_lambda_stays_one_of_its_own()
    {
        var graph = Scripts.Graph("var l = lambda: count() stream|from()|where(lambda: l > 1)");

        graph.Single<WhereNode>().Filter.Body.Should().BeOfType<BinarySyntax>().Which.Left.Should().BeOfType<LambdaSyntax>();
    }

    [Fact]
    public void Given_values_of_every_type_are_taken()
    {
        var graph = Scripts.Graph(
            "var i int var d duration var l lambda var li list var s string var r regex var f float var b bool var st star "
            + "stream|from().measurement(s).groupBy(li).where(l)|window().period(d).periodCount(i)|percentile('x', f)|where(lambda: \"h\" =~ r AND b)",
            new ScriptVar("i", VarType.Int, 7L),
            new ScriptVar("d", VarType.Duration, Duration.FromSeconds(5)),
            new ScriptVar("l", VarType.Lambda, "\"v\" > 1"),
            new ScriptVar("li", VarType.List, (ScriptVar[])[new ScriptVar("", VarType.String, "host"), new ScriptVar("", VarType.Star, null)]),
            new ScriptVar("s", VarType.String, "m"),
            new ScriptVar("r", VarType.Regex, "a/b"),
            new ScriptVar("f", VarType.Float, 2.0),
            new ScriptVar("b", VarType.Bool, true),
            new ScriptVar("st", VarType.Star, null));

        var from = graph.Single<FromNode>();
        from.Dimensions.Should().Equal("host", Star.Value);
        Formatter.Format(from.Filter!.Body).Should().Be("\"v\" > 1");
        graph.Single<WindowNode>().Should().BeEquivalentTo(new { Period = Duration.FromSeconds(5), PeriodCount = 7L });
        TextOf(graph.Single<WhereNode>()).Should().Be("\"h\" =~ /a\\/b/ AND TRUE");
    }

    [Theory]
    [InlineData("var x = 5", VarType.Float, 5.0, "invalid type supplied for x, got float expected int")]
    [InlineData("var x bool", VarType.Int, 5L, "invalid type supplied for x, got int expected boolean")]
    [InlineData("var x = /a/", VarType.Regex, "a(b", "invalid var x: invalid regex pattern: missing closing ): `a(b`")]
    [InlineData("var x = lambda: TRUE", VarType.Lambda, "\"v\" >> 3", "invalid var x: invalid lambda expression: unexpected '>' (line 1 char 6 of the value)")]
    [InlineData("var x = lambda: TRUE", VarType.Lambda, "\"v\" > y", "invalid var x: the lambda given for it uses the name y, but such lambdas see no variables")]
    public void Values_that_do_not_fit_are_refused_at_the_declaration(string declaration, VarType type, object value, string message)
    {
        var error = Scripts.Bind(declaration + Rest, new ScriptVar("x", type, value)).Diagnostics.First(d => d.Severity == Severity.Error);

        error.Message.Should().Be(message);
        error.Span.Should().Be(new TextSpan(4, 1));
    }

    [Fact]
    public void A_value_for_no_variable_gets_a_warning()
    {
        var bound = Scripts.Bind("var limit = 1 stream|from()|sample(limit)", new ScriptVar("limt", VarType.Int, 2L));

        bound.Diagnostics.Should().ContainSingle().Which.Should().Be(new Diagnostic(
            "TS1104", Severity.Warning, "the task gives a value for limt, but the script has no such variable", default, "did you mean limit?") { Remedy = Remedy.Rename("limit") });
        bound.Graph.Should().NotBeNull();
    }

    [Fact]
    public void A_template_is_checked_with_stand_ins()
    {
        const string Script = """
            var i int
            var f float
            var s string
            var b bool
            var d duration
            var r regex
            var l lambda
            var li list
            var st star
            stream
                |from().measurement(s).groupBy(li).where(l)
                |where(lambda: "host" =~ r AND b)
                |window().period(d).periodCount(i)
                |percentile('x', f)
            """;
        var template = Scripts.BindTemplate(Script + " stream|from().groupBy(st)");

        template.Graph.Should().NotBeNull();
        template.Vars.Select(v => (v.Name, v.Type, v.Value)).Should().Equal(
            ("i", VarType.Int, null), ("f", VarType.Float, null), ("s", VarType.String, null), ("b", VarType.Bool, null), ("d", VarType.Duration, null),
            ("r", VarType.Regex, null), ("l", VarType.Lambda, null), ("li", VarType.List, null), ("st", VarType.Star, null));
        Scripts.Bind(Script).Diagnostics.Where(d => d.Code == "TS1013").Should().HaveCount(9);
    }

    [Fact]
    public void Variables_are_listed_with_their_defaults_and_comments()
    {
        var bound = Scripts.Bind(
            """
            // The threshold
            //   in percent
            var limit = 5.0

            // How long

            // to wait
            var wait = 2 * 1m
            var test = lambda: "v" > limit
            var groups = ['a', *]
            var all = *
            var pattern = /a\/b/
            var data = stream|from()
            """,
            new ScriptVar("limit", VarType.Float, 7.0));

        bound.Vars.Should().BeEquivalentTo<ScriptVar>(
        [
            new("limit", VarType.Float, 5.0, "The threshold\n  in percent"),
            new("wait", VarType.Duration, Duration.FromSeconds(120), "How long\n\n\nto wait"),
            new("test", VarType.Lambda, "\"v\" > 7.0"),
            new("groups", VarType.List, (ScriptVar[])[new("", VarType.String, "a"), new("", VarType.Star, Star.Value)]),
            new("all", VarType.Star, Star.Value),
            new("pattern", VarType.Regex, "a/b"),
        ],
            options => options.WithStrictOrdering());
    }

    [Fact]
    public void Typed_declarations_may_repeat_a_name()
    {
        var bound = Scripts.Bind("var x = 1 var x int var x int" + Rest, new ScriptVar("x", VarType.Int, 3L));

        bound.Graph.Should().NotBeNull();
        bound.Vars.Should().Equal(new ScriptVar("x", VarType.Int, null));
    }

    [Fact]
    public void Dbrps_are_listed_as_written() =>
        Scripts.Bind("dbrp \"a b\".\"c\" stream|from()|log() dbrp \"a b\".\"c\"").Dbrps.Should().Equal(new Dbrp("a b", "c"), new Dbrp("a b", "c"));

    [Theory]
    [InlineData("stream|from()|where(lambda: [|foo|](1))", "undefined function: \"foo\"; every evaluation that reaches the call will fail")]
    [InlineData("stream|from()|where(lambda: [|1 + 'a'|] == 2)", "mismatched type to binary operator. got int + string. see bool(), int(), float(), string(), duration()")]
    public void What_fails_only_later_gets_a_warning_now(string script, string message) => Scripts.ShouldSay(script, message);

    [Fact]
    public void A_lambda_that_several_nodes_use_is_reported_once() =>
        Scripts.ShouldSay("var l = lambda: [|foo|](1) stream|from()|where(l)|where(lambda: l)", "undefined function: \"foo\"; every evaluation that reaches the call will fail");

    private static string TextOf(WhereNode node) => Formatter.Format(node.Filter.Body);
}
