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
        output.WriteLine($"{(result.HasPassed ? "ok" : "not ok")} {_count} - {result.File.Path}: {result.Name.Replace('#', ' ')}");
        foreach (var line in result.Mismatches.SelectMany(mismatch => new[] { $"{mismatch.Place}: {mismatch.Message}" }.Concat(mismatch.Details)).SelectMany(text => text.Split('\n')))
            output.WriteLine($"# {line}");
    }

    public void End(TimeSpan took) => output.WriteLine($"1..{_count}");
}
