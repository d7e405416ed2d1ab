namespace Tocsin.Alerting.Storage;

/// <summary>What became of a state that was restored.</summary>
/// <param name="Version">The version of its tables; the next start brings them up to date.</param>
/// <param name="Kept">Where the state is kept that was there before; null when there was none.</param>
public sealed record RestoredState(int Version, string? Kept);
