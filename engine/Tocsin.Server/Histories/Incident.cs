namespace Tocsin.Server.Histories;

/// <summary>A time in which something was really wrong.</summary>
/// <param name="Id">The id, or a pattern such as <c>cpu:*</c>, of the alerts that tell of it; empty for any.</param>
/// <param name="From">Nanoseconds since 1970.</param>
/// <param name="To">The same; the end of time while it lasts.</param>
internal sealed record Incident(string Id, long From, long To);
