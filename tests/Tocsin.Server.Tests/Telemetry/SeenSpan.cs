namespace Tocsin.Server.Tests.Telemetry;

/// <summary>A span as a collector got it.</summary>
/// <param name="Parent">The id of the span above it; empty for none.</param>
/// <param name="Kind">2 for a server's, 3 for a client's.</param>
/// <param name="Notes">The attributes of what happened within it.</param>
internal sealed record SeenSpan(string Trace, string Id, string Parent, string Name, int Kind, Dictionary<string, string> Attributes, IReadOnlyList<Dictionary<string, string>> Notes, bool HasFailed);
