using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>The ways Telegram takes marked-up text.</summary>
internal static class TelegramParseMode
{
    private const string MarkdownMarks = "_*`[";
    private const string MarkdownV2Marks = "\\_*[]()~`>#+-=|{}.!";

    /// <summary>A plain text so that nothing of it is taken for markup.</summary>
    public static string Escape(string text, string mode) => mode switch
    {
        "HTML" => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal),
        "Markdown" => Escape(text, MarkdownMarks.AsSpan()),
        "MarkdownV2" => Escape(text, MarkdownV2Marks.AsSpan()),
        _ => text,
    };

    private static string Escape(string text, ReadOnlySpan<char> marks)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (marks.Contains(letter))
                escaped.Append('\\');
            escaped.Append(letter);
        }

        return escaped.ToString();
    }

    public static IEnumerable<OptionProblem> Check(string mode)
    {
        if (mode is not ("" or "Markdown" or "MarkdownV2" or "HTML"))
            yield return new OptionProblem("parse-mode", $"parseMode {mode} is not valid, please use 'Markdown', 'MarkdownV2' or 'HTML'");
    }
}
