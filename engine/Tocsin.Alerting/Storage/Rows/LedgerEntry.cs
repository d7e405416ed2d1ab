using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What became of one delivery: who was told what, when, and with which reply.</summary>
public sealed record LedgerEntry
{
    /// <summary>Longest message kept, in UTF-16 units.</summary>
    public const int LongestMessage = 200;

    /// <summary>Longest reply and reason kept, in UTF-16 units.</summary>
    public const int LongestReply = 500;

    /// <summary>Its place in the ledger, from 1, in the order of the ends. 0 for what is still owed.</summary>
    public long Number { get; init; }

    /// <summary>Where the event went: the number of a target.</summary>
    public required int Target { get; init; }

    /// <summary>The target's name, <c>topic/handler</c>; filled in when the entry is read.</summary>
    public string TargetName { get; init; } = "";

    /// <summary>The number the delivery had when it was owed first: its idempotency key ends with it.</summary>
    public required long Key { get; init; }

    /// <summary>The alert's id; empty when storage held the event damaged.</summary>
    public string AlertId { get; init; } = "";

    public AlertLevel Level { get; init; }

    public AlertLevel PreviousLevel { get; init; }

    /// <summary>The event's message, cut to <see cref="LongestMessage"/>.</summary>
    public string Message { get; init; } = "";

    /// <summary>Time of the data that raised the event, nanoseconds since 1970 in UTC.</summary>
    public long UnixNanoseconds { get; init; }

    /// <summary>When the event was raised, milliseconds since 1970 in UTC; after a resend: when it was sent again.</summary>
    public required long RaisedUnixMilliseconds { get; init; }

    /// <summary>When the delivery came to its end, milliseconds since 1970 in UTC. 0 for what is still owed.</summary>
    public long EndedUnixMilliseconds { get; init; }

    /// <summary>Attempts since the server started last.</summary>
    public int Attempts { get; init; }

    public required LedgerOutcome Outcome { get; init; }

    /// <summary>What the other side answered to the last attempt, cut to <see cref="LongestReply"/>; empty when it said nothing.</summary>
    public string Reply { get; init; } = "";

    /// <summary>Why the delivery was not made, or what the last failed attempt before it said; empty when none failed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The entries of the alerts that were delivered together; they are kept beside it under the same key.</summary>
    internal IReadOnlyList<LedgerEntry> Members { get; init; } = [];

    /// <summary>The entry of an event, with its texts cut.</summary>
    /// <param name="alert">Null when storage holds it damaged.</param>
    internal static LedgerEntry Of(int target, long key, long raisedUnixMilliseconds, AlertEvent? alert, LedgerOutcome outcome, DateTimeOffset ended) => new()
    {
        Target = target,
        Key = key,
        AlertId = alert?.Id ?? "",
        Level = alert?.Level ?? AlertLevel.Ok,
        PreviousLevel = alert?.PreviousLevel ?? AlertLevel.Ok,
        Message = LimitedText.Cut(alert?.Message ?? "", LongestMessage),
        UnixNanoseconds = alert?.UnixNanoseconds ?? 0,
        RaisedUnixMilliseconds = raisedUnixMilliseconds,
        EndedUnixMilliseconds = ended.ToUnixTimeMilliseconds(),
        Outcome = outcome,
        Members = alert is null ? [] : [.. alert.Members.Select(member => Of(target, key, raisedUnixMilliseconds, member, outcome, ended) with
        {
            Reason = LimitedText.Cut($"one of {alert.Members.Count} in {alert.Id}", LongestReply),
        })],
    };

    /// <summary>The entry of a dead letter that somebody does something about.</summary>
    internal static LedgerEntry Of(int target, DeadLetterRow letter, AlertEvent? alert, LedgerOutcome outcome, DateTimeOffset ended) =>
        Of(target, letter.Key, letter.SinceUnixMilliseconds, alert, outcome, ended) with
        {
            Attempts = letter.Attempts,
            Reason = LimitedText.Cut(letter.Reason, LongestReply),
        };
}
