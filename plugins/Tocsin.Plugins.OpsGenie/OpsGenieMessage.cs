using System.Text;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>Events as Opsgenie takes them: JSON with its keys in alphabetical order and a line feed at the end.</summary>
internal static class OpsGenieMessage
{
    public const int LongestMessage = 130;
    public const int LongestDescription = 15_000;
    public const int LongestEntity = 512;
    public const int LongestNote = 25_000;

    // Opsgenie counts keys and values of all details together.
    private const int LongestDetails = 8_000;

    public static ReadOnlyMemory<byte> WriteAlert(
        AlertEvent alert, string tool, IReadOnlyList<string> teams, IReadOnlyList<string> recipients)
    {
        return JsonRequest.WriteObject(json =>
        {
            json.WriteString("alias"u8, OpsGenieAlias.Of(alert.Id));
            json.WriteString("description"u8, LimitedText.Cut(DescriptionOf(alert), LongestDescription));
            WriteDetails(json, alert, tool);
            json.WriteString("entity"u8, LimitedText.CutId(alert.Id, LongestEntity));
            json.WriteString("message"u8, LimitedText.Cut(alert.Message.Length == 0 ? alert.Id : alert.Message, LongestMessage));
            json.WriteString("note"u8, "");
            json.WriteString("priority"u8, Priority(alert.Level));
            WriteResponders(json, teams, recipients);
        });
    }

    public static ReadOnlyMemory<byte> WriteRecovery(AlertEvent alert)
    {
        var note = LimitedText.Cut(alert.Message, LongestNote);
        return JsonRequest.WriteObject(json =>
        {
            json.WriteString("note"u8, note);
        });
    }

    /// <summary>The details that were written, and the data.</summary>
    public static string DescriptionOf(AlertEvent alert)
    {
        var details = WrittenDetails.Plain(alert);
        var data = Encoding.UTF8.GetString(alert.Data.Span);
        return details.Length == 0 ? data : $"{details}\n\n{data}";
    }

    private static void WriteDetails(Utf8JsonWriter json, AlertEvent alert, string tool)
    {
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in alert.Tags)
            details[tag] = value;

        // The peer's words: what it calls the name of the task is the measurement, and rules in Opsgenie are written to that.
        details[$"{tool} Task Name"] = alert.Name;
        details["Level"] = alert.Level.Text();
        details["Monitoring Tool"] = tool;

        var left = LongestDetails;
        json.WriteStartObject("details"u8);
        foreach (var (key, value) in details)
        {
            if (key.Length + value.Length > left)
                continue;

            left -= key.Length + value.Length;
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteResponders(Utf8JsonWriter json, IReadOnlyList<string> teams, IReadOnlyList<string> recipients)
    {
        json.WriteStartArray("responders"u8);
        foreach (var team in teams)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, team);
            json.WriteString("type"u8, "team"u8);
            json.WriteEndObject();
        }

        foreach (var recipient in recipients)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "user"u8);
            json.WriteString("username"u8, recipient);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Priority(AlertLevel level) => level switch
    {
        AlertLevel.Critical => "P1",
        AlertLevel.Warning => "P3",
        _ => "P5",
    };
}
