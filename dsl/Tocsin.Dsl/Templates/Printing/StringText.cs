using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>What the verbs <c>%s %q %x</c> do to strings before padding.</summary>
internal static class StringText
{
    /// <summary>The first so many characters.</summary>
    public static string Truncate(string text, int? characters)
    {
        if (characters is not { } wanted || wanted >= text.Length)
            return text;

        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (wanted-- == 0)
                break;
            end += rune.Utf16SequenceLength;
        }

        return text[..end];
    }

    /// <summary>The bytes in hexadecimal; the precision limits how many.</summary>
    public static string Hex(string text, bool isUpper, in FormatFlags flags)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        if (flags.Precision is { } most && most < bytes.Length)
            bytes = bytes[..most];

        var builder = new StringBuilder(bytes.Length * 2);
        var format = isUpper ? "X2" : "x2";
        var prefix = isUpper ? "0X" : "0x";
        for (var i = 0; i < bytes.Length; i++)
        {
            if (flags.Space && i > 0)
                builder.Append(' ');
            if (flags.Sharp && (i == 0 || flags.Space))
                builder.Append(prefix);
            builder.Append(bytes[i].ToString(format, CultureInfo.InvariantCulture));
        }

        return builder.ToString();
    }
}
