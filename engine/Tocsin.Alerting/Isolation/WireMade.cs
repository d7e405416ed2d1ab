namespace Tocsin.Alerting.Isolation;

/// <summary>What became of making a handler.</summary>
/// <param name="Error">Why there is none; null when there is one.</param>
internal sealed record WireMade(string? Error);
