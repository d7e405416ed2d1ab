using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Escapes of addresses.</summary>
internal static class UrlText
{
    /// <summary>The address, or a mark that it was refused because of its scheme.</summary>
    public static string Filter(string text) => IsSafe(text) ? text : "#" + Escapes.Refused;

    /// <param name="keepsMeaning">Whether characters with a meaning in addresses, and escapes, stay as they are.</param>
    public static string Encode(string text, bool keepsMeaning)
    {
        var builder = new StringBuilder(text.Length + 16);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            var isEscape = c == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]);
            if (char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c) || (keepsMeaning && (isEscape || "!#$&*+,/:;=?@[]".Contains(c))))
                builder.Append(c);
            else
                builder.Append(CultureInfo.InvariantCulture, $"%{bytes[i]:x2}");
        }

        return builder.ToString();
    }

    public static string SourceSet(string text) => string.Join(',', text.Split(',').Select(Source));

    private static string Source(string text)
    {
        var trimmed = text.TrimStart();
        var before = text[..^trimmed.Length];
        var end = trimmed.IndexOfAny([' ', '\t', '\n', '\f', '\r']);
        var (address, size) = end < 0 ? (trimmed, "") : (trimmed[..end], trimmed[end..]);
        var isPlainSize = size.All(c => char.IsAsciiLetterOrDigit(c) || char.IsWhiteSpace(c) || c == '.');
        return IsSafe(address) && isPlainSize ? before + Encode(address, keepsMeaning: true) + size : "#" + Escapes.Refused;
    }

    private static bool IsSafe(string text)
    {
        var colon = text.IndexOf(':');
        if (colon < 0 || text.AsSpan(0, colon).Contains('/'))
            return true;

        return text[..colon].ToLowerInvariant() is "http" or "https" or "mailto";
    }
}
