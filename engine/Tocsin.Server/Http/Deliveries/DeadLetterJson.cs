using System.Text.Json;
using Tocsin.Alerting.Deliveries;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Deliveries;

/// <summary>Dead letters as the API shows them.</summary>
internal static class DeadLetterJson
{
    /// <param name="seen">What of the reason may be seen.</param>
    /// <param name="isWhole">True to show details and data of the event too.</param>
    public static void Write(Utf8JsonWriter writer, DeadLetter letter, Func<string, string> seen, bool isWhole)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", letter.Number);
        writer.WriteString("handler", letter.Target.ToString());
        writer.WriteString("since", Instant.From(letter.Since).ToString());
        writer.WriteString("died", Instant.From(letter.Died).ToString());
        writer.WriteNumber("attempts", letter.Attempts);
        writer.WriteString("reason", seen(letter.Reason));
        if (letter.Event is { } alert)
            WriteEvent(writer, alert, isWhole);
        else
            writer.WriteNull("event");
        writer.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter writer, AlertEvent alert, bool isWhole)
    {
        writer.WriteStartObject("event");
        writer.WriteString("topic", alert.Topic);
        writer.WriteString("id", alert.Id);
        writer.WriteString("level", alert.Level.Text());
        writer.WriteString("message", alert.Message);
        writer.WriteString("time", new Instant(alert.UnixNanoseconds).ToString());
        if (isWhole)
        {
            writer.WriteString("details", alert.Details);
            writer.WritePropertyName("data");
            writer.WriteRawValue(alert.Data.Span);
        }

        writer.WriteEndObject();
    }
}
