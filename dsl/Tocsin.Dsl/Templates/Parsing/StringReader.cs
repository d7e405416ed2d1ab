using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Parsing;

/// <summary>Takes the quotes and escapes off string and character constants.</summary>
internal static class StringReader
{
    public static bool TryUnquote(string source, out string text)
    {
        text = "";
        if (source.Length < 2)
            return false;

        var quote = source[0];
        var body = source.AsSpan(1, source.Length - 2);
        if (quote == '`')
        {
            text = body.ToString().Replace("\r", "", StringComparison.Ordinal);
            return true;
        }

        if (!body.Contains('\\'))
        {
            text = body.ToString();
            return true;
        }

        // Bytes, because \xe6 and its like are bytes of a character.
        var bytes = new List<byte>(body.Length);
        Span<byte> encoded = stackalloc byte[4];
        while (!body.IsEmpty)
        {
            if (body[0] != '\\')
            {
                Rune.DecodeFromUtf16(body, out var rune, out var used);
                bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
                body = body[used..];
            }
            else if (!TryEscape(ref body, quote, bytes))
            {
                return false;
            }
        }

        text = Encoding.UTF8.GetString([.. bytes]);
        return true;
    }

    private static bool TryEscape(ref ReadOnlySpan<char> body, char quote, List<byte> bytes)
    {
        if (body.Length < 2)
            return false;

        var c = body[1];
        body = body[2..];
        var simple = "abfnrtv\\".IndexOf(c, StringComparison.Ordinal);
        if (simple >= 0)
        {
            bytes.Add((byte)"\a\b\f\n\r\t\v\\"[simple]);
            return true;
        }

        switch (c)
        {
            case '\'' or '"' when c == quote:
                bytes.Add((byte)c);
                return true;
            case 'x':
                return TryNumber(ref body, 2, 16, out var value) && AddByte(bytes, value);
            case >= '0' and <= '7':
                body = $"{c}{body}";
                return TryNumber(ref body, 3, 8, out value) && AddByte(bytes, value);
            case 'u':
                return TryNumber(ref body, 4, 16, out value) && AddRune(bytes, value);
            case 'U':
                return TryNumber(ref body, 8, 16, out value) && AddRune(bytes, value);
            default:
                return false;
        }
    }

    private static bool TryNumber(ref ReadOnlySpan<char> body, int length, int radix, out int value)
    {
        value = 0;
        if (body.Length < length)
            return false;

        foreach (var c in body[..length])
        {
            if (!int.TryParse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digit) || digit >= radix)
                return false;
            value = unchecked((value * radix) + digit);
        }

        body = body[length..];
        return true;
    }

    private static bool AddByte(List<byte> bytes, int value)
    {
        if (value > byte.MaxValue)
            return false;
        bytes.Add((byte)value);
        return true;
    }

    private static bool AddRune(List<byte> bytes, int value)
    {
        if (!Rune.TryCreate(value, out var rune))
            return false;
        Span<byte> encoded = stackalloc byte[4];
        bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
        return true;
    }
}
