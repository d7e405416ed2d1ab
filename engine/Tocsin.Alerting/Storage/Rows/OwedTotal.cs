using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>How much is owed to one target.</summary>
/// <param name="Target">The target's number.</param>
/// <param name="Name">The target.</param>
/// <param name="Count">Deliveries owed.</param>
public readonly record struct OwedTotal(int Target, HandlerTarget Name, long Count);
