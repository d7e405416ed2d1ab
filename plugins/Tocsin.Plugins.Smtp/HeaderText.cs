using System.Globalization;
using System.Text;

namespace Tocsin.Plugins.Smtp;

/// <summary>Texts as the values of mail headers: one logical line of ASCII, folded where it is long (RFC 5322, RFC 2047).</summary>
internal static class HeaderText
{
    private const int LineLength = 76;
    private const string WordBegin = "=?utf-8?q?";
    private const string WordEnd = "?=";
    private const string Fold = "\r\n ";

    /// <summary>The value of a header whose name takes <paramref name="used"/> characters of its first line.</summary>
    public static string Encode(string text, int used)
    {
        var line = OneLine(text);
        return IsPlain(line) && TryFold(line, used, out var folded) ? folded : EncodeWords(line, used);
    }

    /// <summary>A name in front of an address.</summary>
    public static string Phrase(string name)
    {
        var line = OneLine(name);
        if (!IsPlain(line))
            return EncodeWords(line, LineLength / 2);
        return line.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ')
            ? line
            : $"\"{line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    // A line end in a value would begin a header of its own.
    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static bool IsPlain(string text) => text.All(c => c is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal);

    private static bool TryFold(string text, int used, out string folded)
    {
        folded = text;
        if (used + text.Length <= LineLength)
            return true;

        var lines = new StringBuilder(text.Length + 16);
        foreach (var word in text.Split(' '))
        {
            if (word.Length == 0 || word.Length >= LineLength)
                return false;

            if (lines.Length > 0)
            {
                var fits = used + 1 + word.Length <= LineLength;
                lines.Append(fits ? " " : Fold);
                used = fits ? used + 1 : 1;
            }

            lines.Append(word);
            used += word.Length;
        }

        folded = lines.ToString();
        return true;
    }

    private static string EncodeWords(string text, int used)
    {
        var words = new StringBuilder(WordBegin, (2 * text.Length) + 32);
        var length = used + WordBegin.Length;
        foreach (var rune in text.EnumerateRunes())
        {
            var encoded = EncodeRune(rune);
            if (length + encoded.Length + WordEnd.Length > LineLength)
            {
                words.Append(WordEnd).Append(Fold).Append(WordBegin);
                length = 1 + WordBegin.Length;
            }

            words.Append(encoded);
            length += encoded.Length;
        }

        return words.Append(WordEnd).ToString();
    }

    // A character is never split between two words.
    private static string EncodeRune(Rune rune)
    {
        if (rune.Value == ' ')
            return "_";
        if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
            return rune.ToString();

        Span<byte> bytes = stackalloc byte[4];
        var encoded = new StringBuilder(12);
        foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
            encoded.Append(CultureInfo.InvariantCulture, $"={one:X2}");
        return encoded.ToString();
    }
}
