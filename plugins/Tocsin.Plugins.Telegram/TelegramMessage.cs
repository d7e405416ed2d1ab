using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>An event as the method <c>sendMessage</c> takes it: JSON with its keys in alphabetical order and a line feed at the end.</summary>
internal static class TelegramMessage
{
    /// <summary>The longest text Telegram takes, in UTF-16 units.</summary>
    public const int LongestText = 4096;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(AlertEvent alert, string chatId, TelegramOptions options, TelegramSettings settings)
    {
        var text = LimitedText.Cut(alert.Message.Length == 0 ? alert.Id : alert.Message, LongestText);
        var parseMode = options.ParseMode.Length == 0 ? settings.ParseMode : options.ParseMode;
        var buffer = new ArrayBufferWriter<byte>(256 + (2 * text.Length));
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("chat_id"u8, chatId);
            if (options.DisableNotification || settings.DisableNotification)
                json.WriteBoolean("disable_notification"u8, true);
            if (options.DisableWebPagePreview || settings.DisableWebPagePreview)
                json.WriteBoolean("disable_web_page_preview"u8, true);

            // A cut may go through a tag, which Telegram refuses: such a text arrives without markup rather than not at all.
            if (parseMode.Length > 0 && alert.Message.Length <= LongestText)
                json.WriteString("parse_mode"u8, parseMode);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
