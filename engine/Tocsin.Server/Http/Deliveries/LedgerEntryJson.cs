using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Deliveries;

/// <summary>Entries of the ledger as the API shows them.</summary>
internal static class LedgerEntryJson
{
    /// <param name="key">The idempotency key that the other side was given.</param>
    public static void Write(Utf8JsonWriter writer, LedgerEntry entry, string key)
    {
        writer.WriteStartObject();
        if (entry.Number > 0)
            writer.WriteNumber("number", entry.Number);
        writer.WriteString("handler", entry.TargetName);
        writer.WriteString("outcome", LedgerQueryText.NameOf(entry.Outcome));
        writer.WriteString("id", entry.AlertId);
        writer.WriteString("level", entry.Level.Text());
        writer.WriteString("previous-level", entry.PreviousLevel.Text());
        writer.WriteString("message", entry.Message);
        writer.WriteString("time", new Instant(entry.UnixNanoseconds).ToString());
        writer.WriteString("raised", TimeOf(entry.RaisedUnixMilliseconds));
        if (entry.Outcome != LedgerOutcome.Owed)
            writer.WriteString("ended", TimeOf(entry.EndedUnixMilliseconds));
        writer.WriteNumber("attempts", entry.Attempts);
        writer.WriteString("reply", entry.Reply);
        writer.WriteString("reason", entry.Reason);
        writer.WriteString("key", key);
        writer.WriteEndObject();
    }

    private static string TimeOf(long unixMilliseconds) => Instant.From(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)).ToString();
}
