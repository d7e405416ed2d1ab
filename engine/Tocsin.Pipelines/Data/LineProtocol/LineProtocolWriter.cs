using System.Buffers.Text;
using System.Text;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Text;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>
/// Writes lines, each between <see cref="Begin"/> and <see cref="End"/>: tags first, then fields. What line protocol cannot say is made
/// sayable: a line feed in a name becomes a blank, a backslash at its end is left out, as it would guard what follows. For one thread at a time.
/// </summary>
public sealed class LineProtocolWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;
    private int _start;
    private bool _hasField;

    /// <summary>The lines. Not to be used after the next call that writes.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Whole lines written since <see cref="Clear"/>.</summary>
    public int Lines { get; private set; }

    public void Clear() => (_length, Lines) = (0, 0);

    public void Begin(ReadOnlySpan<char> measurement)
    {
        (_start, _hasField) = (_length, false);
        Name(measurement, hasEquals: true);
    }

    /// <summary>Begins a line with a measurement and tags that were written before.</summary>
    public void BeginWith(ReadOnlySpan<byte> key)
    {
        (_start, _hasField) = (_length, false);
        Room(key.Length);
        key.CopyTo(_bytes.AsSpan(_length));
        _length += key.Length;
    }

    /// <summary>Adds a tag; one without a value is left out.</summary>
    public void Tag(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.IsEmpty || value.IsEmpty)
            return;
        Add((byte)',');
        Name(name);
        Add((byte)'=');
        Name(value);
    }

    /// <summary>Adds a field; what is not a number is left out.</summary>
    public void Field(ReadOnlySpan<char> name, double value)
    {
        if (!double.IsFinite(value))
            return;
        FieldName(name);
        Span<char> text = stackalloc char[32];
        Ascii(text[..GoFloat.Format(text, value, 'g', -1)]);
    }

    public void Field(ReadOnlySpan<char> name, long value)
    {
        FieldName(name);
        Number(value);
        Add((byte)'i');
    }

    public void Field(ReadOnlySpan<char> name, bool value)
    {
        FieldName(name);
        Ascii(value ? "true" : "false");
    }

    public void Field(ReadOnlySpan<char> name, string value)
    {
        FieldName(name);
        Add((byte)'"');
        Escaped(value, "\"\\", endsInBackslash: true);
        Add((byte)'"');
    }

    /// <summary>Adds all fields of a row that have a value.</summary>
    public void Fields(Row row)
    {
        for (var slot = 0; slot < row.Layout.Count; slot++)
        {
            var name = row.Layout.NameAt(slot);
            switch (row.Layout.TypeAt(slot))
            {
                case FieldType.Float:
                    Field(name, row.Float(slot));
                    break;
                case FieldType.Integer or FieldType.Duration:
                    Field(name, row.Integer(slot));
                    break;
                case FieldType.Boolean:
                    Field(name, row.Boolean(slot));
                    break;
                case FieldType.String:
                    Field(name, row.Text(slot));
                    break;
            }
        }
    }

    /// <summary>Ends the line; one without a field is taken back.</summary>
    /// <param name="time">In the unit that the reader goes by; null leaves it to the reader.</param>
    /// <returns>Whether there is a line.</returns>
    public bool End(long? time)
    {
        if (!_hasField)
        {
            _length = _start;
            return false;
        }

        if (time is { } known)
        {
            Add((byte)' ');
            Number(known);
        }

        Add((byte)'\n');
        Lines++;
        return true;
    }

    private void FieldName(ReadOnlySpan<char> name)
    {
        Add(_hasField ? (byte)',' : (byte)' ');
        _hasField = true;
        Name(name);
        Add((byte)'=');
    }

    private void Name(ReadOnlySpan<char> text, bool hasEquals = false) => Escaped(text.TrimEnd('\\'), hasEquals ? ", " : ", =", endsInBackslash: false);

    private void Escaped(ReadOnlySpan<char> text, ReadOnlySpan<char> special, bool endsInBackslash)
    {
        while (!text.IsEmpty)
        {
            var plain = endsInBackslash ? text.IndexOfAny(special) : IndexOfSpecial(text, special);
            Utf8(plain < 0 ? text : text[..plain]);
            if (plain < 0)
                return;
            var c = text[plain];
            if (c is '\n' or '\r' && !endsInBackslash)
                c = ' ';
            if (special.Contains(c))
                Add((byte)'\\');
            Add((byte)c);
            text = text[(plain + 1)..];
        }
    }

    private static int IndexOfSpecial(ReadOnlySpan<char> text, ReadOnlySpan<char> special)
    {
        var line = text.IndexOfAny('\n', '\r');
        var found = (line < 0 ? text : text[..line]).IndexOfAny(special);
        return found < 0 ? line : found;
    }

    private void Number(long value)
    {
        Room(20);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out var written);
        _length += written;
    }

    private void Ascii(ReadOnlySpan<char> text)
    {
        Room(text.Length);
        foreach (var c in text)
            _bytes[_length++] = (byte)c;
    }

    private void Utf8(ReadOnlySpan<char> text)
    {
        Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    private void Add(byte value)
    {
        Room(1);
        _bytes[_length++] = value;
    }

    private void Room(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(_length + count, _bytes.Length * 2));
    }
}
