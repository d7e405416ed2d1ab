using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>What one Telegram handler can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record TelegramOptions : ICheckedOptions, IServedOptions
{
    /// <summary>The chat: a number such as <c>-1001234567890</c>, or <c>@channel</c>; a template.</summary>
    [Destination]
    public EventTemplate? ChatId { get; init; }

    /// <summary>How the text is marked up: <c>Markdown</c>, <c>MarkdownV2</c> or <c>HTML</c>. Empty, the default: not at all.</summary>
    public string ParseMode { get; init; } = "";

    /// <summary>Shows no preview of addresses in the text. Default false.</summary>
    public bool DisableWebPagePreview { get; init; }

    /// <summary>Delivers without a sound. Default false.</summary>
    public bool DisableNotification { get; init; }

    public IEnumerable<OptionProblem> Check() => TelegramParseMode.Check(ParseMode);

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is TelegramSettings configured && string.IsNullOrEmpty(ChatId?.Text) && string.IsNullOrEmpty(configured.ChatId?.Text))
            yield return new OptionProblem("chat-id", "there is no chat to send to: name it in the handler or in the section 'telegram' of the server's configuration");
    }
}
