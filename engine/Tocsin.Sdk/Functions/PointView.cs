namespace Tocsin.Sdk.Functions;

/// <summary>One point, to be read during the call that brought it: the engine uses its memory again. Copy out what must be remembered.</summary>
/// <param name="data">The point.</param>
public readonly ref struct PointView(IPointData data)
{
    /// <summary>The point behind the view; functions have no use for it.</summary>
    public IPointData Data { get; } = data;

    /// <summary>The measurement.</summary>
    public string Name => Data.Name;

    /// <summary>The time, rounded down to 100 ns.</summary>
    public DateTimeOffset Time => DataTime.FromUnixNanoseconds(Data.UnixNanoseconds);

    /// <summary>The time in nanoseconds since 1970 in UTC.</summary>
    public long UnixNanoseconds => Data.UnixNanoseconds;

    /// <summary>How many fields there are.</summary>
    public int FieldCount => Data.FieldCount;

    /// <summary>How many tags there are.</summary>
    public int TagCount => Data.TagCount;

    /// <summary>The value of a field; one that is not <see cref="FieldValue.IsPresent"/> when there is none.</summary>
    public FieldValue this[string field] => Data.IndexOfField(field) is >= 0 and var index ? Data.FieldAt(index) : default;

    /// <summary>Reads a float or int field as a number; false when there is none of these types.</summary>
    public bool TryGetNumber(string field, out double value)
    {
        var found = this[field];
        value = found.Number;
        return found.Kind is FieldKind.Float or FieldKind.Integer;
    }

    /// <summary>The value of a tag, or null when there is none.</summary>
    public string? Tag(string name) => Data.Tag(name);

    /// <summary>The name of a field by its place, from 0 to <see cref="FieldCount"/>.</summary>
    public string FieldName(int index) => Data.FieldName(index);

    /// <summary>The value of a field by its place.</summary>
    public FieldValue FieldAt(int index) => Data.FieldAt(index);

    /// <summary>The name of a tag by its place, from 0 to <see cref="TagCount"/>.</summary>
    public string TagName(int index) => Data.TagName(index);

    /// <summary>The value of a tag by its place.</summary>
    public string TagAt(int index) => Data.TagAt(index);
}
