using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps;

/// <summary>
/// What was done about an alert as VictorOps takes it: an acknowledgement, or, for a note, an annotation in the incident's timeline, which is
/// where messages of type INFO go. JSON with its keys in alphabetical order and a line feed at the end.
/// </summary>
internal static class ActivityMessage
{
    public static ReadOnlyMemory<byte> Write(AlertEvent alert, AlertActivity activity, string monitoringTool)
    {
        var isNote = activity.Kind == ActivityKind.Note;
        var by = activity.By.Length > 0 ? activity.By : activity.System;
        return JsonRequest.WriteObject(json =>
        {
            if (!isNote)
                WriteAcknowledgement(json, by, activity.Text);
            json.WriteString("entity_id"u8, LimitedText.CutId(alert.Id, Limits.EntityId));
            json.WriteString("message_type"u8, isNote ? "INFO" : "ACKNOWLEDGEMENT");
            json.WriteString("monitoring_tool"u8, monitoringTool);
            json.WriteString("state_message"u8, LimitedText.Cut(isNote ? Said(by, activity.Text) : Said($"acknowledged by {by}", activity.Text), Limits.StateMessage));
            json.WriteNumber("timestamp"u8, activity.At.ToUnixTimeSeconds());
            if (isNote)
                json.WriteString("vo_annotate.s.Note"u8, LimitedText.Cut(Said(by, activity.Text), Limits.Annotation));
        });
    }

    // Senders and readers of VictorOps know the message by either name.
    private static void WriteAcknowledgement(Utf8JsonWriter json, string by, string text)
    {
        json.WriteString("ack_author"u8, LimitedText.Cut(by, Limits.CustomField));
        if (text.Length == 0)
            return;
        json.WriteString("ack_message"u8, LimitedText.Cut(text, Limits.CustomField));
        json.WriteString("ack_msg"u8, LimitedText.Cut(text, Limits.CustomField));
    }

    private static string Said(string by, string text) => text.Length == 0 ? by : $"{by}: {text}";
}
