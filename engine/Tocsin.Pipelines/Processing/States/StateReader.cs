using System.Buffers.Binary;
using System.Text;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing.States;

/// <summary>Reads what <see cref="StateWriter"/> wrote. What is damaged, or of another version, is an <see cref="InvalidDataException"/>.</summary>
internal sealed class StateReader
{
    private readonly byte[] _bytes;
    private readonly GroupTable _groupTable;
    private readonly string[] _texts;
    private readonly FieldLayout[] _layouts;
    private readonly Series[] _series;
    private readonly (Dimensions Dimensions, string Name, TagSet Tags)[] _groups;
    private int _at;
    private int _end;
    private long _time;

    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public StateReader(byte[] bytes, SeriesTable series, GroupTable groups)
    {
        (_bytes, _groupTable, _end) = (bytes, groups, bytes.Length);
        if (ReadByte() is var version and not StateWriter.Version)
            throw new InvalidDataException($"it is of version {version}, and {StateWriter.Version} is what this program reads");
        if (ReadFixed32() != Crc32C.Of(bytes.AsSpan(_at)))
            throw new InvalidDataException("it is not as it was written");
        _texts = ReadItems(ReadNewText);
        _layouts = ReadItems(ReadNewLayout);
        _series = ReadItems(() => series.Intern(series.OriginOf(ReadText(), ReadText()), ReadText(), ReadTags()));
        _groups = ReadItems(ReadNewGroup);
    }

    /// <summary>True when all was read.</summary>
    public bool IsAtEnd => _at == _end;

    /// <summary>Begins to read the part of a node.</summary>
    /// <returns>For <see cref="End"/>.</returns>
    public int Begin()
    {
        var length = ReadFixed32();
        if (length > (uint)(_bytes.Length - _at))
            throw TooShort();
        _end = _at + (int)length;
        _time = 0;
        return _end;
    }

    /// <summary>Goes behind the part of a node, however much of it was read.</summary>
    public void End(int end) => (_at, _end) = (end, _bytes.Length);

    public byte ReadByte() => Take(1)[0];

    public bool ReadBoolean() => ReadByte() != 0;

    /// <summary>How many follow. Each takes a byte at least: so there are never more than bytes.</summary>
    public int ReadCount() => ReadVariable() is var count && count <= (ulong)(_end - _at) ? (int)count : throw TooShort();

    /// <summary>Which of some; refused when there are not so many.</summary>
    public int ReadIndex(int count) => ReadVariable() is var index && index < (ulong)count ? (int)index : throw new InvalidDataException("it means what is not there");

    public long ReadInteger() => Unfolded(ReadVariable());

    public long ReadBits() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public double ReadFloat() => BitConverter.Int64BitsToDouble(ReadBits());

    public long? ReadOptional() => ReadBoolean() ? ReadInteger() : null;

    public string ReadText() => _texts[ReadIndex(_texts.Length)];

    public long ReadTime() => _time = unchecked(_time + ReadInteger());

    public FieldLayout? ReadLayout() => ReadIndex(_layouts.Length + 1) is > 0 and var number ? _layouts[number - 1] : null;

    /// <exception cref="GroupLimitException">It would be one too many.</exception>
    public Group ReadGroup()
    {
        var (dimensions, name, tags) = _groups[ReadGroupNumber()];
        return _groupTable.Find(dimensions, name, tags);
    }

    /// <summary>A group that need not be there.</summary>
    public (string Key, Func<Group> Find) ReadGroupKey()
    {
        var (dimensions, name, tags) = _groups[ReadGroupNumber()];
        var key = $"{(dimensions.ByName ? 1 : 0)}{string.Join('\0', dimensions.TagNames)}\0\0{dimensions.IdOf(name, tags)}";
        return (key, () => _groupTable.Find(dimensions, name, tags));
    }

    /// <summary>A point that there must be.</summary>
    public Point ReadPoint() => ReadPointOrNull() ?? throw new InvalidDataException("a point is missing");

    public Point? ReadPointOrNull()
    {
        if (ReadLayout() is not { } layout)
            return null;
        var series = _series[ReadIndex(_series.Length)];
        var time = ReadTime();
        var numbers = new long[layout.Count];
        string?[] texts = [];
        for (var slot = 0; slot < numbers.Length; slot++)
        {
            switch (layout.TypeAt(slot))
            {
                case FieldType.Float:
                    numbers[slot] = ReadBits();
                    break;
                case FieldType.Integer or FieldType.Duration:
                    numbers[slot] = ReadInteger();
                    break;
                case FieldType.Boolean:
                    numbers[slot] = ReadByte();
                    break;
                case FieldType.String:
                    if (texts.Length == 0)
                        texts = new string?[numbers.Length];
                    texts[slot] = ReadText();
                    break;
            }
        }

        return Point.Create(series, time, layout, numbers, texts);
    }

    public Point[] ReadPoints()
    {
        var points = new Point[ReadCount()];
        for (var i = 0; i < points.Length; i++)
            points[i] = ReadPoint();
        return points;
    }

    public Batch ReadBatch() => new(ReadText(), ReadGroup(), ReadTime(), ReadPoints());

    public void ReadInto(ExpressionState memory)
    {
        var numbers = new long[ReadCount()];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = ReadBits();
        if (!memory.TryLoad(numbers))
            throw new InvalidDataException("it is the memory of another expression");
    }

    public void ReadInto(IReadOnlyCollection<ExpressionState> memories)
    {
        foreach (var memory in memories)
            ReadInto(memory);
    }

    private static long Unfolded(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static InvalidDataException TooShort() => new("it ends before it should");

    private int ReadGroupNumber() => ReadIndex(_groups.Length);

    private T[] ReadItems<T>(Func<T> read)
    {
        var items = new T[ReadCount()];
        for (var i = 0; i < items.Length; i++)
            items[i] = read();
        return items;
    }

    private string ReadNewText() => Encoding.UTF8.GetString(Take(ReadCount()));

    private FieldLayout ReadNewLayout()
    {
        var fields = new (string, FieldType)[ReadCount()];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = (ReadText(), ReadType());
        return FieldLayout.Of(fields);
    }

    private (Dimensions Dimensions, string Name, TagSet Tags) ReadNewGroup()
    {
        var isByName = ReadBoolean();
        var name = ReadText();
        return (new Dimensions(isByName, ReadItems(ReadText)), name, ReadTags());
    }

    private TagSet ReadTags() => TagSet.From(ReadItems(() => KeyValuePair.Create(ReadText(), ReadText())));

    public FieldType ReadType() => ReadByte() is var type && type <= (byte)FieldType.Duration ? (FieldType)type : throw new InvalidDataException($"there is no type of number {type}");

    private uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    private ulong ReadVariable()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number has no end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _end - _at)
            throw TooShort();
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }
}
