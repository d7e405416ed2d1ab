using Tocsin.Server.Cli.Texts;
using Tocsin.Server.RuleTests.Coverage;
using Tocsin.Server.RuleTests.Mutations;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Shows results in the Test Anything Protocol, version 13.</summary>
internal sealed class TestTap(TextWriter output) : ITestReport
{
    private int _count;

    public void Add(RuleTestResult result)
    {
        if (_count++ == 0)
            output.WriteLine("TAP version 13");
        output.WriteLine($"{(result.HasPassed ? "ok" : "not ok")} {_count} - {Plain(result.File.Path)}: {Plain(result.Name)}");
        Comment(TestLines.Of(result));
    }

    public void Add(CoverageReport coverage) => Comment(TestLines.Of(coverage));

    public void Add(IReadOnlyList<MutantResult> mutants) => Comment(TestLines.Of(mutants));

    public void End(TimeSpan took) => output.WriteLine($"1..{_count}");

    // A line is one result, and what follows a # in it is a directive.
    private static string Plain(string text) => OneLine.Of(text).Replace('#', ' ');

    private void Comment(IEnumerable<string> lines)
    {
        foreach (var line in lines.SelectMany(text => text.Split('\n')))
            output.WriteLine($"# {line}");
    }
}
