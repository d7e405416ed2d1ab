using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>An event as an incoming webhook takes it.</summary>
internal static class SlackMessage
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(AlertEvent alert, SlackOptions options, SlackSettings settings)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (2 * alert.Message.Length));
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteBoolean("as_user"u8, false);
            json.WriteStartArray("attachments"u8);
            json.WriteStartObject();
            json.WriteString("fallback"u8, alert.Message);
            json.WriteString("color"u8, Color(alert.Level));
            json.WriteString("text"u8, alert.Message);
            json.WriteStartArray("mrkdwn_in"u8);
            json.WriteStringValue("text"u8);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("channel"u8, Or(options.Channel, settings.Channel));
            json.WriteString("icon_emoji"u8, Or(options.IconEmoji, settings.IconEmoji));
            json.WriteString("text"u8, "");
            json.WriteString("username"u8, Or(options.Username, settings.Username));
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static string Or(string own, string configured) => own.Length == 0 ? configured : own;

    private static string Color(AlertLevel level) => level switch
    {
        AlertLevel.Warning => "warning",
        AlertLevel.Critical => "danger",
        _ => "good",
    };
}
