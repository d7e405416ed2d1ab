using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>The Telegram bot that all handlers use.</summary>
[ServiceSettings("telegram")]
internal sealed record TelegramSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address up to the token.</summary>
    public Uri Url { get; init; } = new("https://api.telegram.org/bot");

    /// <summary>The token of the bot; whoever knows it is the bot.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>The chat where a handler names none, a template.</summary>
    public EventTemplate? ChatId { get; init; }

    /// <summary>The markup where a handler names none.</summary>
    public string ParseMode { get; init; } = "";

    /// <summary>Whether no message has a preview of addresses. Default false.</summary>
    public bool DisableWebPagePreview { get; init; }

    /// <summary>Whether no message has a sound. Default false.</summary>
    public bool DisableNotification { get; init; }

    /// <summary>Whether every alert without a Telegram handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Token.Length == 0)
            yield return new OptionProblem("token", "Telegram is enabled but has no token; ask @BotFather for a bot and copy its token");
        foreach (var problem in TelegramParseMode.Check(ParseMode))
            yield return problem;
    }
}
