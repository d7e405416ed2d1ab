using Tocsin.Sdk;

namespace Tocsin.Server.Cli.Shadow;

/// <summary>An alert on whose level two servers did not agree for longer than they may.</summary>
/// <param name="Since">When that was first seen.</param>
/// <param name="Theirs">The level at the Kapacitor; OK where it knows nothing of the alert.</param>
/// <param name="Ours">The level here.</param>
internal sealed record ShadowDifference(string Topic, string Id, DateTimeOffset Since, AlertLevel Theirs, AlertLevel Ours)
{
    /// <summary>When they agreed again, or said something else; null while they do not.</summary>
    public DateTimeOffset? Until { get; init; }
}
