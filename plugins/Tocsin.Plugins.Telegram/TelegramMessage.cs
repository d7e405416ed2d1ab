using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>An event as the method <c>sendMessage</c> takes it: JSON with its keys in alphabetical order and a line feed at the end.</summary>
internal sealed class TelegramMessage(string chatId, TelegramOptions options, TelegramSettings settings)
{
    /// <summary>The longest text Telegram takes, in UTF-16 units.</summary>
    public const int LongestText = 4096;

    private const int ShortestDetails = 20;

    /// <summary>How the text of an event is marked up; empty for not at all.</summary>
    public string ModeFor(AlertEvent alert)
    {
        var mode = options.ParseMode.Length == 0 ? settings.ParseMode : options.ParseMode;

        // A cut may go through a tag, which Telegram refuses: such a text arrives without markup rather than not at all.
        return alert.Message.Length <= LongestText ? mode : "";
    }

    /// <param name="alert">The event.</param>
    /// <param name="parseMode">How the text is marked up; empty for not at all.</param>
    public ReadOnlyMemory<byte> Write(AlertEvent alert, string parseMode)
    {
        var text = TextOf(alert, parseMode);
        return JsonRequest.WriteObject(json =>
        {
            json.WriteString("chat_id"u8, chatId);
            if (options.DisableNotification || settings.DisableNotification)
                json.WriteBoolean("disable_notification"u8, true);
            if (options.DisableWebPagePreview || settings.DisableWebPagePreview)
                json.WriteBoolean("disable_web_page_preview"u8, true);
            if (parseMode.Length > 0)
                json.WriteString("parse_mode"u8, parseMode);
            json.WriteString("text"u8, text);
        });
    }

    // The message is marked up by its author, the details are HTML made plain. They give way where both are too long.
    private static string TextOf(AlertEvent alert, string parseMode)
    {
        var message = LimitedText.Cut(alert.Message.Length == 0 ? alert.Id : alert.Message, LongestText);
        var room = LongestText - message.Length - 2;
        var details = WrittenDetails.Plain(alert);
        var escaped = TelegramParseMode.Escape(details, parseMode);
        if (details.Length == 0 || room < ShortestDetails)
            return message;

        // What is cut is not marked up any more: no character is parted from what escapes it.
        while (escaped.Length > room)
        {
            details = LimitedText.Cut(details, Math.Max(1, details.Length - Math.Max(1, (escaped.Length - room) / 2)));
            escaped = TelegramParseMode.Escape(details, parseMode);
        }

        return $"{message}\n\n{escaped}";
    }
}
