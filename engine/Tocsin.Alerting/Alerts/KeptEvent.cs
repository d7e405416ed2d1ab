using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Alerts;

/// <summary>That an event does not go to a handler, or not now.</summary>
/// <param name="Outcome">What the ledger says of it.</param>
/// <param name="Reason">Why, for people; empty when the ledger need not say anything, as nothing is lost by it.</param>
internal readonly record struct KeptEvent(LedgerOutcome Outcome, string Reason)
{
    /// <summary>There is no news in it.</summary>
    public static readonly KeptEvent NoNews = new(LedgerOutcome.Merged, "");
}
