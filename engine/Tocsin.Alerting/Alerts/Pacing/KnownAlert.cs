using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>What a handler knows of an alert where that is not simply its state, and what is kept back from it, why, and until when.</summary>
/// <param name="Target">The number of the handler's target.</param>
/// <param name="Told">The level that the handler was notified of last; OK when it knows nothing of the problem.</param>
/// <param name="Ceiling">The highest level that a silence until the alert is resolved keeps back.</param>
/// <param name="Silence">The id of the silence; empty when none keeps it back.</param>
/// <param name="Since">When the first event was kept back.</param>
internal sealed record KnownAlert(int Target, AlertLevel Told, AlertLevel Ceiling, string Silence, DateTimeOffset Since)
{
    public HoldCause Cause { get; init; }

    /// <summary>When it is looked at again; the end of time when something else decides that.</summary>
    public DateTimeOffset Due { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>When the handler was notified last.</summary>
    public DateTimeOffset ToldAt { get; init; }

    /// <summary>Since when the time of an escalation runs: since the alert opened, or rose to its highest level.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The highest level since the alert opened.</summary>
    public AlertLevel Peak { get; init; }

    /// <summary>The group through which the handler knows the alert, or will; empty when it is delivered by itself.</summary>
    public string Group { get; init; } = "";

    /// <summary>The end of the alert when that is what is kept back; null otherwise.</summary>
    public AlertEvent? End { get; init; }

    /// <summary>Whether something is kept back.</summary>
    public bool IsKept => Cause != HoldCause.None;
}
