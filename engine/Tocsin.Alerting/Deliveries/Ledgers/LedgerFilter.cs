using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries.Ledgers;

/// <summary>Which entries of the ledger are looked for; what is null is not asked about.</summary>
public sealed record LedgerFilter
{
    /// <summary>The topic of the handlers.</summary>
    public string? Topic { get; init; }

    /// <summary>The handler's id within its topic.</summary>
    public string? Handler { get; init; }

    public string? AlertId { get; init; }

    public LedgerOutcome? Outcome { get; init; }

    /// <summary>Deliveries that ended at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Deliveries that ended before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Entries with lower numbers: the last number of a page leads to the next.</summary>
    public long? Before { get; init; }

    /// <summary>Entries at most. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
