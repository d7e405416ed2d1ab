using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What a handler knows of an alert, and what is kept back from it.</summary>
/// <param name="Target">The number of the handler's target.</param>
/// <param name="Told">The level that the handler was notified of last; OK when it knows nothing of the problem.</param>
/// <param name="Ceiling">The highest level that a silence until the alert is resolved keeps back.</param>
/// <param name="Silence">The id of the silence.</param>
/// <param name="SinceUnixMilliseconds">When the first event was kept back.</param>
public readonly record struct KnownAlertRow(int Target, AlertLevel Told, AlertLevel Ceiling, string Silence, long SinceUnixMilliseconds)
{
    /// <summary>Why it is kept back, by a number.</summary>
    public int Cause { get; init; }

    /// <summary>When it is looked at again; 0 when something else decides that.</summary>
    public long DueUnixMilliseconds { get; init; }

    /// <summary>When the handler was notified last; 0 for never.</summary>
    public long ToldUnixMilliseconds { get; init; }

    /// <summary>Since when the time of an escalation runs; 0 for never.</summary>
    public long StartedUnixMilliseconds { get; init; }

    /// <summary>The highest level since the alert opened.</summary>
    public AlertLevel Peak { get; init; }

    /// <summary>The group through which the handler knows the alert; empty for none.</summary>
    public string Group { get; init; } = "";

    /// <summary>The end that is kept back, as <see cref="EventCodec"/> writes it; empty when none is.</summary>
    public byte[] End { get; init; } = [];
}
