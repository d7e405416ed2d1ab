using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>A file of tests: what is tested, and how it is.</summary>
/// <param name="Path">The file.</param>
internal sealed record RuleTestFile(string Path)
{
    /// <summary>A load folder; null when files are named one by one.</summary>
    public string? Load { get; init; }

    /// <summary>Scripts of tasks.</summary>
    public IReadOnlyList<TestedTask> Tasks { get; init; } = [];

    /// <summary>Files of handlers.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>The configuration; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>What the clock shows when a test begins. Default 2026-01-01T00:00:00Z.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Where data counts as written to that says nothing else, and what scripts read that say nothing else. Default telegraf.autogen.</summary>
    public Dbrp Source { get; init; } = new("telegraf", "autogen");

    public IReadOnlyList<RuleTest> Tests { get; init; } = [];

    /// <summary>What is wrong with the file; its tests cannot be run then.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; init; } = [];

    /// <summary>A path that the file names, from its own folder on.</summary>
    public string Find(string path) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? "", path);
}
