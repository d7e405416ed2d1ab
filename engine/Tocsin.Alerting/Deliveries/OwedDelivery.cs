using System.Diagnostics;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>An event that one handler must get.</summary>
internal sealed class OwedDelivery(long number, long key, long sinceUnixMilliseconds, AlertEvent alert)
{
    /// <summary>Its place in the order of commits.</summary>
    public long Number { get; } = number;

    /// <summary>The number it had when it was owed first.</summary>
    public long Key { get; } = key;

    /// <summary>When it was owed first.</summary>
    public long SinceUnixMilliseconds { get; } = sinceUnixMilliseconds;

    /// <summary>The same by the clock of its dispatcher, from the time it is in memory.</summary>
    public DateTimeOffset Since { get; set; }

    public AlertEvent Event { get; set; } = alert;

    /// <summary>The span of what led to it; null when that is not traced, or the server was started since.</summary>
    public ActivityContext? Trace { get; init; }

    /// <summary>Attempts since the server started.</summary>
    public int Attempts { get; set; }

    /// <summary>What the last attempt that failed said; empty when none did.</summary>
    public string LastError { get; set; } = "";

    /// <summary>What the ledger keeps of it once it has come to an end.</summary>
    public LedgerEntry EntryFor(int target, LedgerOutcome outcome, DateTimeOffset ended, string? reply = null, string? reason = null) =>
        LedgerEntry.Of(target, Key, SinceUnixMilliseconds, Event, outcome, ended) with
        {
            Attempts = Attempts,
            Reply = LimitedText.Cut(reply ?? "", LedgerEntry.LongestReply),
            Reason = LimitedText.Cut(reason ?? LastError, LedgerEntry.LongestReply),
        };

    /// <summary>What every attempt of a delivery tells the other side, and no other delivery.</summary>
    /// <param name="storeId">The store that gave the key.</param>
    public static string IdempotencyKey(string storeId, long key) => $"{storeId}-{key:x}";
}
