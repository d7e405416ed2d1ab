using System.Text.Json;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Alerting.Deliveries;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Alerts;

namespace Tocsin.Server.Http.Streams;

/// <summary>How things stand, in what one sentence takes: alerts by level, how old the data is, which handlers fail. To be used by one thread at a time.</summary>
internal sealed class StandingSummary(AlertEngine engine)
{
    private const int MostNamed = 5;
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);

    private DateTimeOffset _lookedAt;
    private string[] _failing = [];
    private int _failingCount;
    private long _deadLetters;

    public void Write(Utf8JsonWriter writer, AlertTotals totals)
    {
        Look();
        writer.WriteStartObject("summary");
        writer.WriteString("now", Instant.From(engine.Time.GetUtcNow()).ToString());
        writer.WritePropertyName("totals");
        AlertRowJson.Write(writer, totals);
        if (engine.Writer.LastAt is { } at)
            writer.WriteString("data-at", Instant.From(at).ToString());
        else
            writer.WriteNull("data-at");
        writer.WriteString("watched-since", Instant.From(engine.Writer.Since).ToString());
        writer.WriteNumber("failing-count", _failingCount);
        writer.WriteStartArray("failing");
        foreach (var handler in _failing)
            writer.WriteStringValue(handler);
        writer.WriteEndArray();
        writer.WriteNumber("dead-letters", _deadLetters);
        writer.WriteEndObject();
    }

    private void Look()
    {
        var now = engine.Time.GetUtcNow();
        if (now - _lookedAt < LookPause && now >= _lookedAt)
            return;
        _lookedAt = now;
        HandlerCounters[] failing = [.. engine.Alerts.Outbox.Counters.Where(counters => counters.FailingSince is not null || counters.IsCircuitOpen || counters.Suspension.Length > 0)];
        _failingCount = failing.Length;
        _failing = [.. failing.Take(MostNamed).Select(counters => counters.Target.ToString())];
        _deadLetters = engine.Alerts.Outbox.DeadLetters.Count;
    }
}
