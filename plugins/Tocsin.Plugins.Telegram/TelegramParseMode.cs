using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>The ways Telegram takes marked-up text.</summary>
internal static class TelegramParseMode
{
    public static IEnumerable<OptionProblem> Check(string mode)
    {
        if (mode is not ("" or "Markdown" or "MarkdownV2" or "HTML"))
            yield return new OptionProblem("parse-mode", $"parseMode {mode} is not valid, please use 'Markdown', 'MarkdownV2' or 'HTML'");
    }
}
