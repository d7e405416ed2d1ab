using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;

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

    private static string Dotted(int parts) => string.Join('.', Enumerable.Repeat("x", parts));
}
