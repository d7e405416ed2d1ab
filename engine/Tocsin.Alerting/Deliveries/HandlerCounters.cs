using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Deliveries;

/// <summary>What a handler did since the server started, and what it still has to do.</summary>
public sealed record HandlerCounters
{
    /// <summary>The handler.</summary>
    public required HandlerTarget Target { get; init; }

    /// <summary>Deliveries that wait or run.</summary>
    public long Owed { get; init; }

    /// <summary>Attempts that run.</summary>
    public int Running { get; init; }

    public long Delivered { get; init; }

    /// <summary>Attempts that failed, refusals among them.</summary>
    public long Failed { get; init; }

    /// <summary>Attempts that were repetitions.</summary>
    public long Retried { get; init; }

    /// <summary>Deliveries that are owed and that storage does not find: they are not made.</summary>
    public long Unreadable { get; init; }

    /// <summary>Since when something is owed and no attempt is begun, longer than any pause takes; null while that is not so.</summary>
    public DateTimeOffset? StuckSince { get; init; }

    /// <summary>Deliveries given up.</summary>
    public long Dead { get; init; }

    /// <summary>Deliveries left out because a newer event of the same alert id took their place.</summary>
    public long Merged { get; init; }

    /// <summary>Dead letters that somebody dropped.</summary>
    public long Dropped { get; init; }

    /// <summary>True while the endpoint counts as dead and is only probed.</summary>
    public bool IsCircuitOpen { get; init; }

    /// <summary>When the attempts began to fail that go on failing; null while the other side answers.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>True while nothing has been delivered since something was refused.</summary>
    public bool IsRefused { get; init; }

    /// <summary>What the last attempt that failed said; empty when none did.</summary>
    public string LastError { get; init; } = "";

    /// <summary>What is wrong with the handler itself while it goes on as it was, see <see cref="Tocsin.Alerting.Foreign.IHandlerCondition"/>; empty when nothing is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Why no attempts are made for the time being; empty when they are.</summary>
    public string Suspension { get; init; } = "";
}
