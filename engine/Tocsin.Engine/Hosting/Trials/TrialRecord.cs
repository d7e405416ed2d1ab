using Tocsin.Dsl.Syntax;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>What happened in a trial.</summary>
/// <param name="Entries">The events of alert nodes in their order, each with what handlers did with it. What no event caused directly comes last.</param>
/// <param name="IsComplete">False when handlers did not come to an end in time.</param>
public sealed record TrialRecord(IReadOnlyList<TrialEntry> Entries, bool IsComplete)
{
    /// <summary>Why no point of the data got past some nodes that choose points.</summary>
    public IReadOnlyList<Diagnostic> Unreached { get; init; } = [];
}
