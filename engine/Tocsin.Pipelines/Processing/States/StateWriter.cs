using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing.States;

/// <summary>
/// Writes down what nodes keep, for <see cref="StateReader"/>. Names, tags, fields and groups that come again and again are written once. What a
/// node writes between <see cref="Begin"/> and <see cref="End"/> can be skipped by whoever has no use for it.
/// </summary>
internal sealed class StateWriter
{
    /// <summary>The first byte. A form that older programs cannot read gets another one.</summary>
    public const byte Version = 1;

    private readonly StateBuffer _body = new();
    private readonly StateTable<string> _texts = new();
    private readonly StateTable<FieldLayout> _layouts = new();
    private readonly StateTable<Series> _series = new();
    private readonly StateTable<Group> _groups = new();
    private long _time;

    /// <summary>Bytes so far, without those of names.</summary>
    public int Length => _body.Length;

    /// <summary>Begins the part of a node.</summary>
    /// <returns>For <see cref="End"/>.</returns>
    public int Begin()
    {
        _body.WriteLength(0);
        _time = 0;
        return _body.Length;
    }

    /// <summary>Ends the part of a node.</summary>
    public void End(int begin) => _body.SetLength(begin - sizeof(int), _body.Length - begin);

    /// <summary>Takes back what was written from a place on.</summary>
    public void CutOff(int length) => _body.CutOff(length);

    public void Write(byte value) => _body.WriteByte(value);

    public void Write(bool value) => _body.WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>A number that is never negative: how many follow, or which of several.</summary>
    public void WriteCount(int count) => _body.WriteCount((ulong)count);

    public void Write(long value) => _body.WriteCount((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>The bits of a number, of which none is likelier than another.</summary>
    public void WriteBits(long bits) => _body.WriteFixed(bits);

    public void Write(double value) => _body.WriteFixed(BitConverter.DoubleToInt64Bits(value));

    public void Write(long? value)
    {
        Write(value is not null);
        if (value is { } present)
            Write(present);
    }

    public void Write(string text) => WriteCount(_texts.NumberOf(text));

    /// <summary>Times are close to each other.</summary>
    public void WriteTime(long time)
    {
        Write(unchecked(time - _time));
        _time = time;
    }

    public void Write(FieldLayout? layout) => WriteCount(layout is null ? 0 : 1 + _layouts.NumberOf(layout));

    public void Write(Group group) => WriteCount(_groups.NumberOf(group));

    public void Write(Point? point)
    {
        if (point is null)
        {
            WriteCount(0);
            return;
        }

        Write(point.Layout);
        WriteCount(_series.NumberOf(point.Series));
        WriteTime(point.Time);
        for (var slot = 0; slot < point.Layout.Count; slot++)
            WriteValue(point.Layout.TypeAt(slot), point, slot);
    }

    public void Write(IReadOnlyCollection<Point> points)
    {
        WriteCount(points.Count);
        foreach (var point in points)
            Write(point);
    }

    public void Write(Batch batch)
    {
        Write(batch.Name);
        Write(batch.Group);
        WriteTime(batch.Time);
        Write(batch.Points);
    }

    public void Write(ExpressionState memory)
    {
        var numbers = memory.Save();
        WriteCount(numbers.Length);
        foreach (var number in numbers)
            WriteBits(number);
    }

    public void Write(IReadOnlyCollection<ExpressionState> memories)
    {
        foreach (var memory in memories)
            Write(memory);
    }

    /// <summary>All that was written, with the names it needs.</summary>
    public byte[] ToArray()
    {
        var head = WriteHead();
        var texts = new StateBuffer();
        texts.WriteCount((ulong)_texts.Items.Count);
        foreach (var text in _texts.Items)
            texts.WriteText(text);

        var bytes = new byte[1 + sizeof(uint) + texts.Length + head.Length + _body.Length];
        var content = bytes.AsSpan(1 + sizeof(uint));
        texts.Written.CopyTo(content);
        head.Written.CopyTo(content[texts.Length..]);
        _body.Written.CopyTo(content[(texts.Length + head.Length)..]);
        bytes[0] = Version;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Of(content));
        return bytes;
    }

    private void WriteValue(FieldType type, Point point, int slot)
    {
        switch (type)
        {
            case FieldType.Float:
                WriteBits(point.Numbers[slot]);
                break;
            case FieldType.Integer or FieldType.Duration:
                Write(point.Numbers[slot]);
                break;
            case FieldType.Boolean:
                Write(point.Boolean(slot));
                break;
            case FieldType.String:
                Write(point.Text(slot));
                break;
        }
    }

    private StateBuffer WriteHead()
    {
        var head = new StateBuffer();
        head.WriteCount((ulong)_layouts.Items.Count);
        foreach (var layout in _layouts.Items)
        {
            head.WriteCount((ulong)layout.Count);
            for (var slot = 0; slot < layout.Count; slot++)
            {
                WriteText(layout.NameAt(slot));
                head.WriteByte((byte)layout.TypeAt(slot));
            }
        }

        head.WriteCount((ulong)_series.Items.Count);
        foreach (var series in _series.Items)
        {
            WriteText(series.Origin.Database);
            WriteText(series.Origin.RetentionPolicy);
            WriteText(series.Name);
            WriteTags(series.Tags);
        }

        head.WriteCount((ulong)_groups.Items.Count);
        foreach (var group in _groups.Items)
        {
            head.WriteByte(group.Dimensions.ByName ? (byte)1 : (byte)0);
            WriteText(group.Name);
            head.WriteCount((ulong)group.Dimensions.TagNames.Count);
            foreach (var tag in group.Dimensions.TagNames)
                WriteText(tag);
            WriteTags(group.Tags);
        }

        return head;

        void WriteText(string text) => head.WriteCount((ulong)_texts.NumberOf(text));

        void WriteTags(TagSet tags)
        {
            head.WriteCount((ulong)tags.Count);
            for (var slot = 0; slot < tags.Count; slot++)
            {
                WriteText(tags.NameAt(slot));
                WriteText(tags.ValueAt(slot));
            }
        }
    }
}
