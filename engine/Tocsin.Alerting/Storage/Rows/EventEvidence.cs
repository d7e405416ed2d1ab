using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What led an alert node to a change of level.</summary>
/// <param name="Previous">The level that was reported before.</param>
/// <param name="Json">The way of the data through the task, and the conditions with their values, as UTF-8 JSON.</param>
/// <param name="MostRows">Of how many changes it is kept, those of all alerts together.</param>
public sealed record EventEvidence(AlertLevel Previous, ReadOnlyMemory<byte> Json, long MostRows);
