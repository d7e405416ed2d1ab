namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Shares of level changes, 0 to 1.</summary>
/// <param name="Low">Below it an alert no longer flaps.</param>
/// <param name="High">Above it an alert flaps.</param>
public sealed record FlapThresholds(double Low, double High);
