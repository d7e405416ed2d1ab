using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps;

/// <summary>
/// An event as VictorOps takes it: JSON with its keys in alphabetical order and a line feed at the end. Events of other systems have their
/// fields before the annotations, as such fields are what VictorOps shows of an alert.
/// </summary>
internal static class VictorOpsMessage
{
    private const long Second = 1_000_000_000;

    public static ReadOnlyMemory<byte> Write(AlertEvent alert, string monitoringTool, bool jsonData) => JsonRequest.WriteObject(json =>
    {
        json.WritePropertyName("data"u8);
        if (jsonData)
            json.WriteRawValue(alert.Data.Span, skipInputValidation: true);
        else
            json.WriteStringValue(alert.Data.Span);
        json.WriteString("entity_display_name"u8, DisplayName(alert));
        json.WriteString("entity_id"u8, LimitedText.CutId(alert.Id, Limits.EntityId));
        json.WriteString("message_type"u8, alert.Level == AlertLevel.Ok ? "RECOVERY" : alert.Level.Text());
        json.WriteString("monitoring_tool"u8, monitoringTool);
        json.WriteString("state_message"u8, LimitedText.Cut(WrittenDetails.AfterMessage(alert), Limits.StateMessage));
        json.WriteNumber("state_start_time"u8, Seconds(StateStart(alert)));
        json.WriteNumber("timestamp"u8, Seconds(alert.UnixNanoseconds));
        MessageFields.Write(json, alert);
    });

    // The title of the incident: the first line of the message says what is wrong.
    private static string DisplayName(AlertEvent alert)
    {
        var end = alert.Message.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? alert.Message : alert.Message[..end];
        return LimitedText.Cut(line.Length == 0 ? alert.Id : line, Limits.DisplayName);
    }

    // A recovery is a state that begins with it. An alert whose begin is not known carries a duration longer than time itself.
    private static long StateStart(AlertEvent alert) =>
        alert.Level == AlertLevel.Ok || alert.DurationNanoseconds > alert.UnixNanoseconds
            ? alert.UnixNanoseconds
            : alert.UnixNanoseconds - alert.DurationNanoseconds;

    private static long Seconds(long nanoseconds) => (nanoseconds / Second) - (nanoseconds % Second < 0 ? 1 : 0);
}
