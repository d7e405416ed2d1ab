using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries.Ledgers;

/// <summary>How much of the ledger of deliveries is kept.</summary>
public sealed record LedgerOptions : ICheckedOptions
{
    /// <summary>Whether ends of deliveries are written down. Default true. What was written before is kept and pruned all the same.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long an entry is kept. Default 30 d.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many entries are kept, the newest. Default 1,000,000.</summary>
    public long Rows { get; init; } = 1_000_000;

    public IEnumerable<OptionProblem> Check()
    {
        if (Keep <= TimeSpan.Zero)
            yield return new OptionProblem("keep", "entries must be kept for some time, such as 30d; 'enabled: false' keeps no ledger");
        if (Rows < 1)
            yield return new OptionProblem("rows", "at least 1 entry must be kept; 'enabled: false' keeps no ledger");
    }
}
