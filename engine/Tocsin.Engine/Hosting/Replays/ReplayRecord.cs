using Tocsin.Dsl.Syntax;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>What happened in a replay.</summary>
/// <param name="Entries">The events of alert nodes in their order, each with what handlers did with it. What no event caused directly comes last.</param>
/// <param name="IsComplete">False when handlers did not come to an end in time.</param>
public sealed record ReplayRecord(IReadOnlyList<ReplayEntry> Entries, bool IsComplete)
{
    /// <summary>Why no point of the data got past some nodes that choose points.</summary>
    public IReadOnlyList<Diagnostic> Unreached { get; init; } = [];
}
