using System.Globalization;
using System.Text.Json;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Alerts.Silencing;

namespace Tocsin.Server.Http.Silences;

/// <summary>Silences as the API shows them.</summary>
internal static class SilenceJson
{
    /// <summary>How many of the times at which it is active are shown.</summary>
    private const int Windows = 5;

    /// <param name="now">The moment of <paramref name="status"/>; null leaves out the times that come.</param>
    public static void Write(Utf8JsonWriter writer, SilenceStatus status, DateTimeOffset? now = null)
    {
        var silence = status.Silence;
        writer.WriteStartObject();
        writer.WriteString("id", silence.Id);
        writer.WriteString("state", NameOf(status.State));
        writer.WriteStartArray("matchers");
        foreach (var matcher in silence.Matchers)
            writer.WriteStringValue(matcher.ToString());
        writer.WriteEndArray();
        writer.WriteStartArray("handlers");
        foreach (var handler in silence.Handlers)
            writer.WriteStringValue(handler);
        writer.WriteEndArray();
        writer.WriteString("from", Text(silence.From));
        WriteUntil(writer, silence);
        writer.WriteString("comment", silence.Comment);
        writer.WriteString("by", silence.By);
        writer.WriteString("created", Text(silence.Created));
        writer.WriteString("updated", Text(silence.Updated));
        if (silence.Ended is { } ended)
            writer.WriteString("ended", Text(ended));
        WriteSpan(writer, "active", status.Span, null);
        writer.WriteNumber("matching", status.Matching);
        writer.WriteNumber("withheld", status.Withheld);
        if (silence.Window is { } window)
            writer.WriteString("zone", window.Zone);
        if (now is { } moment)
        {
            writer.WriteStartArray("windows");
            foreach (var span in silence.Spans(moment).Take(Windows))
                WriteSpan(writer, null, span, silence.Window);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>What there is to know of it beside an alert.</summary>
    public static void WriteShort(Utf8JsonWriter writer, Silence silence, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("id", silence.Id);
        if (silence.SpanAt(now) is { Until: var until } && until < DateTimeOffset.MaxValue)
            writer.WriteString("until", Text(until));
        else
            writer.WriteString("until", "resolved");
        writer.WriteString("by", silence.By);
        writer.WriteString("comment", silence.Comment);
        writer.WriteStartArray("handlers");
        foreach (var handler in silence.Handlers)
            writer.WriteStringValue(handler);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static string NameOf(SilenceState state) => state switch
    {
        SilenceState.Active => "active",
        SilenceState.Pending => "pending",
        _ => "expired",
    };

    private static void WriteUntil(Utf8JsonWriter writer, Silence silence)
    {
        if (silence.IsUntilResolved)
            writer.WriteString("until", "resolved");
        else if (silence.Until < DateTimeOffset.MaxValue)
            writer.WriteString("until", Text(silence.Until));
        else
            writer.WriteNull("until");
    }

    private static void WriteSpan(Utf8JsonWriter writer, string? name, SilenceSpan? span, SilenceWindow? window)
    {
        if (name is not null)
            writer.WritePropertyName(name);
        if (span is not { } known)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("from", Text(known.From));
        if (known.Until < DateTimeOffset.MaxValue)
            writer.WriteString("until", Text(known.Until));
        else
            writer.WriteNull("until");
        if (window is not null)
        {
            writer.WriteString("local-from", window.Local(known.From));
            writer.WriteString("local-until", window.Local(known.Until));
        }

        writer.WriteEndObject();
    }

    /// <summary>A time as the API writes it; silences may last longer than nanoseconds can be counted.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
