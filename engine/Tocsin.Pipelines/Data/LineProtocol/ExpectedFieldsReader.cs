using System.Runtime.CompilerServices;
using System.Text;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Reads the fields of a line that are those of the series' last line: names are compared and not split off, types are known.</summary>
internal static class ExpectedFieldsReader
{
    /// <summary>Fills the point and answers how many bytes the fields took; 0 where the line has other fields or needs a closer look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> text, FieldPlan plan, Point point)
    {
        var layout = plan.Layout;
        var rest = text;
        var numbers = point.Numbers;
        var prefixes = plan.Prefixes;
        for (var slot = 0; slot < prefixes.Length; slot++)
        {
            if (!rest.StartsWith(prefixes[slot]))
                return 0;
            rest = rest[prefixes[slot].Length..];

            int used;
            switch (layout.TypeAt(slot))
            {
                case FieldType.Float:
                    used = NumberReader.ReadFloat(rest, out var value);
                    numbers[slot] = BitConverter.DoubleToInt64Bits(value);
                    break;
                case FieldType.Integer:
                    used = NumberReader.ReadInteger(rest, out numbers[slot]);
                    if (used > 0 && (used == rest.Length || rest[used++] != 'i'))
                        return 0;
                    break;
                case FieldType.Boolean:
                    used = BooleanReader.Read(rest, out numbers[slot]);
                    break;
                default:
                    used = ReadPlainText(rest, point, slot);
                    break;
            }

            if (used <= 0)
                return 0;
            rest = rest[used..];
        }

        return rest.IsEmpty || rest[0] is (byte)' ' or (byte)'\n' or (byte)'\r' ? text.Length - rest.Length : 0;
    }

    /// <summary>Reads a text without escapes and line feeds; 0 for others.</summary>
    private static int ReadPlainText(ReadOnlySpan<byte> text, Point point, int slot)
    {
        if (text.IsEmpty || text[0] != '"')
            return 0;
        var length = text[1..].IndexOfAny((byte)'"', (byte)'\\', (byte)'\n');
        if (length < 0 || text[length + 1] != '"')
            return 0;

        // Agents write their series in the same order again and again: the last text of the point is often this one.
        var raw = text.Slice(1, length);
        point.EnsureTexts(slot + 1);
        ref var stored = ref point.Texts[slot];
        if (stored is null || !Ascii.Equals(raw, stored))
            stored = Encoding.UTF8.GetString(raw);
        return length + 2;
    }
}
