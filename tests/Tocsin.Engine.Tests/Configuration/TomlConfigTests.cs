using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Engine.Hosting;

namespace Tocsin.Engine.Tests.Configuration;

/// <summary>However TOML is nested, what reads it later does not run out of stack.</summary>
public sealed class TomlConfigTests
{
    private const string TooDeep = "lists and tables are nested deeper than 64 levels";

    public static TheoryData<string, string> Deep => new()
    {
        { "dotted key", Dotted(20_000) + " = 1" },
        { "header", $"[{Dotted(20_000)}]\ny = 1" },
        { "list of tables", $"[[{Dotted(20_000)}]]\ny = 1" },
        { "dotted keys within tables", string.Concat(Enumerable.Repeat(Dotted(30) + " = { ", 30)) + "y = 1" + string.Concat(Enumerable.Repeat(" }", 30)) },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Too_many_levels_are_said_with_their_place(string what, string text)
    {
        var problems = new List<ConfigProblem>();

        TomlConfig.Read("kapacitor.conf", text, problems);

        problems.Should().Contain(problem => problem.Message.Contains(TooDeep) && problem.Place != null, what);
    }

    [Fact]
    public void A_few_levels_are_read()
    {
        var problems = new List<ConfigProblem>();

        var read = TomlConfig.Read("kapacitor.conf", $"{Dotted(20)} = {{ a.b = 1 }}\n[c.d.e]\nf = 2", problems);

        problems.Should().BeEmpty();
        read.Entries.Select(entry => entry.Key).Should().Equal("x", "c");
    }

    [Theory]
    [InlineData("# [[[[[\nb = \"[[[\"\na = ", "[", 3, 69)]
    [InlineData("a = ", "{a=", 1, 197)]
    public void What_is_nested_too_deeply_is_told_with_its_place_and_the_way_out(string begin, string level, int line, int column) =>
        ConfigFile.Parse("k.conf", begin + string.Concat(Enumerable.Repeat(level, 1000)), static _ => null, []).Problems.Select(problem => problem.ToString())
            .Should().Equal($"k.conf:{line}:{column}: lists and tables are nested deeper than 64 levels: no option needs that many, take some away");

    [Fact]
    public void Of_keys_that_are_not_known_the_first_are_named_and_the_rest_counted()
    {
        var problems = ConfigFile.Parse("k.conf", string.Concat(Enumerable.Range(0, 1000).Select(i => $"k{i} = 1\n")), static _ => null, []).Problems;

        problems.Should().HaveCount(UnknownKeys.MostNamed + 1).And.OnlyContain(problem => problem.IsWarning);
        problems[0].ToString().Should().StartWith("k.conf:1:1: there is no option 'k0'");
        problems[^1].ToString().Should().StartWith("k.conf:21:1: 980 more keys are not known");
    }

    private static string Dotted(int parts) => string.Join('.', Enumerable.Repeat("x", parts));
}
