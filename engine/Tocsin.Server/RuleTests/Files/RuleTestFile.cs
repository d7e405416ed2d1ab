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

    /// <summary>Files of sources.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Files of silences, which are made when a test begins.</summary>
    public IReadOnlyList<string> Silences { get; init; } = [];

    /// <summary>The configuration; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>Values of variables of the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the clock shows when a test begins. Default 2026-01-01T00:00:00Z.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Where data counts as written to that says nothing else, and what scripts read that say nothing else. Default telegraf.autogen.</summary>
    public Dbrp Source { get; init; } = new("telegraf", "autogen");

    /// <summary>True when data that no task reads is meant to be there. Default false.</summary>
    public bool MayBeUnread { get; init; }

    public IReadOnlyList<RuleTest> Tests { get; init; } = [];

    /// <summary>What is wrong with the file; its tests cannot be run then.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; init; } = [];

    /// <summary>
    /// The value of a variable of the environment: that of the file, else the variable's own name. That of the process is never used: a
    /// test is to say the same everywhere.
    /// </summary>
    public string ValueOf(string variable) => Environment.GetValueOrDefault(variable, variable);

    /// <summary>The same as it is shown: from the folder at hand where it lies below that.</summary>
    public string Display(string path) => System.IO.Path.GetRelativePath(".", Find(path)) is var shown && shown.StartsWith("..", StringComparison.Ordinal) ? System.IO.Path.GetFullPath(Find(path)) : shown;

    /// <summary>A path that the file names, from its own folder on.</summary>
    public string Find(string path) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? "", path);
}
