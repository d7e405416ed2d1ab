using Tocsin.Sdk;

namespace Tocsin.Alerting.Foreign;

/// <summary>Texts that code of others gives, as logs, answers and storage take them: none without a bound.</summary>
public static class ShownText
{
    /// <summary>The longest reason of a delivery that is shown and kept, in characters.</summary>
    public const int LongestReason = 8192;

    /// <summary>Secrets are looked for in so much of a text: what is longer is cut first.</summary>
    private const int LongestLookedAt = 64 * 1024;

    /// <summary>The reason of a delivery that failed.</summary>
    public static string ReasonOf(Delivery result, string otherwise = "") => LimitedText.Cut(result.Reason ?? otherwise, LongestReason);

    /// <summary>A text of another system, cut to a length, on one line: each character that steers a terminal is shown by a sign for it.</summary>
    public static string Visible(string text, int longest = LongestReason)
    {
        var cut = LimitedText.Cut(text, longest);
        return cut.Any(IsUnseen) ? string.Concat(cut.Select(character => IsUnseen(character) ? SignOf(character) : character)) : cut;
    }

    /// <summary>A text without secrets, cut to a length.</summary>
    public static string Of(string? text, SecretTexts secrets, int longest = LongestReason) =>
        LimitedText.Cut(secrets.Hide(LimitedText.Cut(text ?? "", LongestLookedAt)), longest);

    private static bool IsUnseen(char character) =>
        char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';

    private static char SignOf(char character) => character < ' ' ? (char)('\u2400' + character) : '\uFFFD';
}
