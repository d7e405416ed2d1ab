namespace Tocsin.Alerting.Storage;

/// <summary>Where an event was raised, so that its recovery can be told when no data will tell it.</summary>
/// <param name="Node">The node's own topic: <c>main:task:node</c>.</param>
/// <param name="Shape">What the ids of the node's alerts are made from; another shape means other ids.</param>
public sealed record AlertOrigin(string Node, string Shape);
