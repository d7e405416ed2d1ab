using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Judging;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>What came of one test.</summary>
/// <param name="File">Its file.</param>
/// <param name="Name">Its name; empty when the file cannot be used.</param>
/// <param name="Took">How long it took by the wall.</param>
/// <param name="Mismatches">What is wrong; nothing when it passed.</param>
internal sealed record RuleTestResult(RuleTestFile File, string Name, TimeSpan Took, IReadOnlyList<Mismatch> Mismatches)
{
    /// <summary>What the clock of the test showed when it failed.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The last lines of data before it failed; empty when there were none.</summary>
    public string After { get; init; } = "";

    /// <summary>False when what is tested could not be defined, so that no step was taken.</summary>
    public bool IsDefined { get; init; } = true;

    public bool HasPassed => Mismatches.Count == 0;
}
