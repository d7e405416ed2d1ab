using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Deliveries;

/// <summary>A target of an alert node to which something may be owed.</summary>
/// <param name="IsLeaving">True when its handler was taken out: what is owed is tried once more each.</param>
internal readonly record struct NodeTarget(HandlerTarget Target, bool IsLeaving);
