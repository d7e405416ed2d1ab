using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Server.Loading;

/// <summary>What there is to say of the definitions in a file of a load folder.</summary>
/// <param name="Path">The file.</param>
internal sealed record JudgedFile(string Path)
{
    /// <summary>The script; null for a file without one.</summary>
    public SourceText? Script { get; init; }

    /// <summary>What there is to say of the script.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>What there is to say of all else.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; init; } = [];

    /// <summary>What keeps the definitions from being taken, as texts with their places.</summary>
    public IEnumerable<string> Errors =>
    [
        .. Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => DiagnosticText.Render(diagnostic, Script!)), // Only scripts have diagnostics.
        .. Problems.Where(problem => !problem.IsWarning).Select(problem => problem.ToString()),
    ];
}
