using System.Buffers;
using System.Text;

namespace Tocsin.Dsl.Text;

/// <summary>
/// JSON strings escaped as Go programs do by default: <c>&lt; &gt; &amp;</c> and the line separators U+2028 and U+2029 as <c>\u</c> escapes,
/// control characters as <c>\n \r \t</c> or <c>\u00xx</c>; lone surrogates and broken UTF-8 become <c>\ufffd</c>.
/// <list type="bullet">
/// <item><c>AppendString(builder, text)</c>: into text.</item>
/// <item><c>WriteString(writer, text)</c>, <c>WriteString(writer, utf8)</c>: into UTF-8.</item>
/// </list>
/// All of them write the quotes too.
/// </summary>
public static class GoJson
{
    private const string HexDigits = "0123456789abcdef";

    // Everything that needs no escape in ASCII; the rest is looked at one by one.
    private static readonly SearchValues<char> PlainChars = SearchValues.Create(PlainAscii());
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create(Encoding.ASCII.GetBytes(PlainAscii()));

    public static void AppendString(StringBuilder builder, ReadOnlySpan<char> text)
    {
        builder.Append('"');
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(PlainChars);
            if (plain < 0)
                plain = text.Length;
            builder.Append(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
                break;

            var status = Rune.DecodeFromUtf16(text, out var rune, out var used);
            text = text[used..];
            if (status != OperationStatus.Done)
                builder.Append("\\ufffd");
            else if (!AppendEscape(builder, rune))
                builder.Append(rune);
        }

        builder.Append('"');
    }

    public static void WriteString(IBufferWriter<byte> writer, ReadOnlySpan<char> text)
    {
        writer.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(PlainChars);
            if (plain < 0)
                plain = text.Length;
            if (plain > 0)
                Encoding.UTF8.GetBytes(text[..plain], writer);
            text = text[plain..];
            if (text.IsEmpty)
                break;

            var status = Rune.DecodeFromUtf16(text, out var rune, out var used);
            text = text[used..];
            if (status == OperationStatus.Done)
                WriteRune(writer, rune);
            else
                writer.Write("\\ufffd"u8);
        }

        writer.Write("\""u8);
    }

    public static void WriteString(IBufferWriter<byte> writer, ReadOnlySpan<byte> utf8)
    {
        writer.Write("\""u8);
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAnyExcept(PlainBytes);
            if (plain < 0)
                plain = utf8.Length;
            writer.Write(utf8[..plain]);
            utf8 = utf8[plain..];
            if (utf8.IsEmpty)
                break;

            var status = Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            if (status == OperationStatus.Done)
            {
                utf8 = utf8[used..];
                WriteRune(writer, rune);
                continue;
            }

            // Each broken byte stands for itself.
            utf8 = utf8[1..];
            writer.Write("\\ufffd"u8);
        }

        writer.Write("\""u8);
    }

    private static void WriteRune(IBufferWriter<byte> writer, Rune rune)
    {
        Span<char> escape = stackalloc char[6];
        var length = Escape(escape, rune);
        var span = writer.GetSpan(8);
        if (length == 0)
        {
            writer.Advance(rune.EncodeToUtf8(span));
            return;
        }

        for (var i = 0; i < length; i++)
            span[i] = (byte)escape[i];
        writer.Advance(length);
    }

    private static bool AppendEscape(StringBuilder builder, Rune rune)
    {
        Span<char> escape = stackalloc char[6];
        var length = Escape(escape, rune);
        builder.Append(escape[..length]);
        return length > 0;
    }

    private static int Escape(Span<char> escape, Rune rune)
    {
        var single = rune.Value switch
        {
            '"' => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        escape[0] = '\\';
        if (single != '\0')
        {
            escape[1] = single;
            return 2;
        }

        if (rune.Value is >= 0x20 and not '<' and not '>' and not '&' and not 0x2028 and not 0x2029)
            return 0;

        escape[1] = 'u';
        for (var i = 0; i < 4; i++)
            escape[2 + i] = HexDigits[(rune.Value >> (12 - (4 * i))) & 0xF];
        return 6;
    }

    private static string PlainAscii()
    {
        var plain = new StringBuilder();
        for (var c = ' '; c <= '\x7f'; c++)
        {
            if (!"\"\\<>&".Contains(c))
                plain.Append(c);
        }

        return plain.ToString();
    }
}
