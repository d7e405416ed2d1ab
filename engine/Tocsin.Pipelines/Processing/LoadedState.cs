namespace Tocsin.Pipelines.Processing;

/// <summary>What became of the state that nodes left.</summary>
/// <param name="Kept">The nodes that go on with theirs.</param>
/// <param name="StartedOver">The nodes that would keep one and found none of theirs: they are new, or changed.</param>
/// <param name="Problems">What could not be read.</param>
public sealed record LoadedState(IReadOnlyList<string> Kept, IReadOnlyList<string> StartedOver, IReadOnlyList<string> Problems);
