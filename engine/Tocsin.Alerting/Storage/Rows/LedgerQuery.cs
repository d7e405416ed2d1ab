namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A look into the ledger, newest first.</summary>
/// <param name="Target">One target's number; null for all.</param>
/// <param name="AlertId">One alert's id; null for all.</param>
/// <param name="Outcome">One outcome; null for all.</param>
/// <param name="SinceUnixMilliseconds">Ended then or later.</param>
/// <param name="UntilUnixMilliseconds">Ended earlier than then.</param>
/// <param name="Before">Numbers below this one.</param>
/// <param name="Limit">Entries at most.</param>
public readonly record struct LedgerQuery(
    int? Target, string? AlertId, LedgerOutcome? Outcome, long SinceUnixMilliseconds, long UntilUnixMilliseconds, long Before, int Limit);
