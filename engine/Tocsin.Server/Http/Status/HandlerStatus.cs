using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Matching;

namespace Tocsin.Server.Http.Status;

/// <summary>A handler of a topic or of an alert node as the status shows it.</summary>
internal sealed record HandlerStatus
{
    /// <summary>What it did and still has to do.</summary>
    public required HandlerCounters Counters { get; init; }

    /// <summary>Why its definition cannot be carried out; empty otherwise.</summary>
    public string Broken
    {
        get => field.Length > 0 ? field : Counters.Problem;
        init;
    } = "";

    /// <summary>How its match expression fails for every event; null when it does not.</summary>
    public MatchCounters? FailingMatch { get; init; }

    /// <summary>What keeps it from delivering although its definition can be carried out; empty otherwise.</summary>
    public string Undeliverable { get; init; } = "";

    /// <summary>What the operator should read first; nothing when all is well.</summary>
    public string Error => Counters.Unreadable > 0 ? $"{Counters.Unreadable} deliveries are owed and cannot be found in the database"
        : Counters.Suspension.Length > 0 ? Counters.Suspension
        : Broken.Length > 0 ? Broken
        : FailingMatch is { } match ? $"the match expression failed for all {match.Failed} events, which were dropped: {match.LastError}"
        : State == HandlerState.Undeliverable ? Undeliverable
        : State == HandlerState.Ok ? ""
        : Counters.LastError;

    public HandlerState State => Counters.Suspension.Length > 0 ? HandlerState.Suspended
        : Broken.Length > 0 ? HandlerState.Broken
        : Counters.StuckSince is not null || Counters.Unreadable > 0 ? HandlerState.Stuck
        : FailingMatch is not null ? HandlerState.Unmatched
        : Counters.IsCircuitOpen ? HandlerState.Down
        : Counters.FailingSince is not null ? HandlerState.Failing
        : Counters.IsRefused ? HandlerState.Refused
        : Undeliverable.Length > 0 ? HandlerState.Undeliverable
        : HandlerState.Ok;

    public bool NeedsAttention => State < HandlerState.Ok;
}
