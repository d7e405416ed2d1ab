using System.Globalization;
using System.Text;

namespace Tocsin.Plugins.Smtp;

/// <summary>Text as lines of at most 76 ASCII characters (RFC 2045).</summary>
internal static class QuotedPrintable
{
    private const int LineLength = 76;
    private const string SoftBreak = "=\r\n";

    /// <summary>The text in UTF-8, encoded; every line end becomes CR LF.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + (text.Length / 8));
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
                encoded.Append("\r\n");
            AppendLine(encoded, Encoding.UTF8.GetBytes(lines[i]));
        }

        return encoded.ToString();
    }

    private static void AppendLine(StringBuilder encoded, byte[] line)
    {
        var length = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var isLast = i == line.Length - 1;
            var isPlain = IsPlain(line[i], isLast);
            var size = isPlain ? 1 : 3;

            // All but the last character of a line leave room for the sign of a soft break.
            if (length + size > (isLast ? LineLength : LineLength - 1))
            {
                encoded.Append(SoftBreak);
                length = 0;
            }

            if (isPlain)
                encoded.Append((char)line[i]);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"={line[i]:X2}");
            length += size;
        }
    }

    // Blanks at the end of a line get lost on the way.
    private static bool IsPlain(byte value, bool isLast) =>
        value is (byte)' ' or (byte)'\t' ? !isLast : value is > (byte)' ' and <= (byte)'~' and not (byte)'=';
}
