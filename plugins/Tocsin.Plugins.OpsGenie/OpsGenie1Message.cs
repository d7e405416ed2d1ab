using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>Events as the first Alert API takes them: JSON with its keys in alphabetical order and a line feed at the end.</summary>
internal static class OpsGenie1Message
{
    public static ReadOnlyMemory<byte> Write(
        AlertEvent alert, string apiKey, string tool, IReadOnlyList<string> teams, IReadOnlyList<string> recipients)
    {
        var isOver = alert.Level == AlertLevel.Ok;
        var id = LimitedText.CutId(alert.Id, OpsGenieMessage.LongestEntity);
        return JsonRequest.WriteObject(json =>
        {
            json.WriteString("alias"u8, id);
            json.WriteString("apiKey"u8, apiKey);
            json.WriteString("description"u8, LimitedText.Cut(OpsGenieMessage.DescriptionOf(alert), OpsGenieMessage.LongestDescription));
            json.WriteStartObject("details"u8);
            json.WriteString("Level"u8, isOver ? "RECOVERY" : alert.Level.Text());
            json.WriteString("Monitoring Tool"u8, tool);
            json.WriteEndObject();
            json.WriteString("entity"u8, id);
            json.WriteString("message"u8, LimitedText.Cut(alert.Message.Length == 0 ? alert.Id : alert.Message, OpsGenieMessage.LongestMessage));
            json.WriteString("monitoring_tool"u8, tool.ToLowerInvariant());
            json.WriteString("note"u8, isOver ? LimitedText.Cut(alert.Message, OpsGenieMessage.LongestNote) : "");
            WriteUnlessEmpty(json, "recipients"u8, recipients);
            WriteUnlessEmpty(json, "teams"u8, teams);
        });
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, ReadOnlySpan<byte> key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return;

        json.WriteStartArray(key);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
