using Spectre.Console;
using Tocsin.Dsl.Time;
using Tocsin.Server.RuleTests.Coverage;
using Tocsin.Server.RuleTests.Mutations;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Shows results to people: failures with place, difference and cause, and a line at the end.</summary>
internal sealed class TestText(Terminal terminal) : ITestReport
{
    private const int MostLines = 12;

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private int _passed;
    private int _failed;

    public void Add(RuleTestResult result)
    {
        _files.Add(result.File.Path);
        if (result.HasPassed)
        {
            _passed++;
            return;
        }

        _failed++;
        terminal.Console.MarkupLineInterpolated($"[red]FAIL[/] {result.File.Path}{(result.Name.Length > 0 ? ": " : "")}[bold]{result.Name}[/]");
        foreach (var line in TestLines.Of(result).Take(MostLines))
            terminal.Console.WriteLine("  " + line);
        if (result.After.Length > 0 && result.At is { } at)
            terminal.Console.WriteLine($"  at {Instant.From(at)}, after: {result.After.TrimEnd('\n').Split('\n')[^1]}");
    }

    public void Add(CoverageReport coverage) => Write(TestLines.Of(coverage));

    public void Add(IReadOnlyList<MutantResult> mutants) => Write(TestLines.Of(mutants));

    public void End(TimeSpan took)
    {
        var color = _failed > 0 ? "red" : "green";
        terminal.Console.MarkupLine($"[{color}]{Plural(_passed + _failed, "test")} in {Plural(_files.Count, "file")}: {_passed} passed, {_failed} failed, {(int)took.TotalMilliseconds} ms[/]");
    }

    private void Write(IEnumerable<string> lines) => lines.ToList().ForEach(line => terminal.Console.WriteLine(line));

    private static string Plural(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
