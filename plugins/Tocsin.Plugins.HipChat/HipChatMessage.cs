using Tocsin.Sdk;

namespace Tocsin.Plugins.HipChat;

/// <summary>An event as a notification of a room: JSON with its keys in alphabetical order and a line feed at the end.</summary>
internal static class HipChatMessage
{
    public const int LongestMessage = 10_000;

    private const string Break = "<br/><br/>";

    public static ReadOnlyMemory<byte> Write(AlertEvent alert, string from) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("color"u8, Color(alert.Level));
        json.WriteString("from"u8, from);
        json.WriteString("message"u8, TextOf(alert));
        json.WriteBoolean("notify"u8, true);
    });

    // Notifications are HTML, as details are; without the details rather than with half of a mark.
    private static string TextOf(AlertEvent alert)
    {
        var message = alert.Message.Length == 0 ? alert.Id : alert.Message;
        var details = WrittenDetails.Of(alert);
        return details.Length > 0 && message.Length + Break.Length + details.Length <= LongestMessage
            ? message + Break + details
            : LimitedText.Cut(message, LongestMessage);
    }

    private static string Color(AlertLevel level) => level switch
    {
        AlertLevel.Critical => "red",
        AlertLevel.Warning => "yellow",
        _ => "green",
    };
}
