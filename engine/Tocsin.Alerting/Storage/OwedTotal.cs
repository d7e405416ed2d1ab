namespace Tocsin.Alerting.Storage;

/// <summary>How much is owed to one target.</summary>
/// <param name="Target">The target's number.</param>
/// <param name="Name">The target's name.</param>
/// <param name="Count">Deliveries owed.</param>
public readonly record struct OwedTotal(int Target, string Name, long Count);
