using System.Globalization;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>Times as text in answers, with as many digits as nanoseconds have.</summary>
internal static class AnswerTime
{
    private const int DigitsOfNanoseconds = 9;

    /// <summary>Reads RFC 3339.</summary>
    public static bool TryRead(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var end = dot + 1;
        while (dot >= 0 && end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        var whole = dot < 0 ? text : text[..dot] + text[end..];
        var digits = dot < 0 ? "" : text[(dot + 1)..end];
        if (digits.Length > DigitsOfNanoseconds || !DateTimeOffset.TryParse(whole, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return false;

        var fraction = digits.Length == 0 ? 0 : long.Parse(digits.PadRight(DigitsOfNanoseconds, '0'), CultureInfo.InvariantCulture);
        nanoseconds = (time.ToUnixTimeSeconds() * 1_000_000_000) + fraction;
        return true;
    }
}
