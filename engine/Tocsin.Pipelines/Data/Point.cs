using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// One reading: a series, a time and fields. What travels between nodes never changes; a node that changes something passes on a copy.
/// Points of a write belong to its <see cref="PointBatch"/> and are used again after it, those that a node makes may be used again for the
/// next: who keeps one longer than the call that brought it keeps <see cref="Keep"/>'s answer instead.
/// </summary>
public sealed class Point : Row, IPointData
{
    /// <summary>Name, tags and origin.</summary>
    internal Series Series { get; private set; } = null!; // Every factory below sets it.

    /// <summary>The measurement.</summary>
    public string Name => Series.Name;

    public Instant Instant => new(Time);

    /// <summary>True when the point will be used again, by its batch or by the node it comes from.</summary>
    internal bool IsPooled { get; private init; }

    long IPointData.UnixNanoseconds => Time;

    int IPointData.FieldCount => Layout.Count;

    int IPointData.TagCount => Tags.Count;

    int IPointData.IndexOfField(string name) => Layout.IndexOf(name);

    string IPointData.FieldName(int index) => Layout.NameAt(index);

    FieldValue IPointData.FieldAt(int index) => Layout.TypeAt(index) switch
    {
        FieldType.Float => Float(index),
        FieldType.Integer => Integer(index),
        FieldType.Boolean => Boolean(index),
        FieldType.String => Text(index),
        FieldType.Duration => FieldValue.FromNanoseconds(Integer(index)),
        _ => default,
    };

    string? IPointData.Tag(string name) => Tags.Find(name);

    string IPointData.TagName(int index) => Tags.NameAt(index);

    string IPointData.TagAt(int index) => Tags.ValueAt(index);

    /// <summary>A point of its own, whose arrays are taken over.</summary>
    internal static Point Create(Series series, long time, FieldLayout layout, long[] numbers, string?[] texts) =>
        new() { Series = series, Tags = series.Tags, Time = time, Layout = layout, Numbers = numbers, Texts = texts };

    /// <summary>This point if it lasts by itself, else a copy that does.</summary>
    public Point Keep() => IsPooled ? With(Series, Time) : this;

    /// <summary>The same fields for another series or time. The copy lasts by itself.</summary>
    internal Point With(Series series, long time)
    {
        var count = Layout.Count;
        return Create(series, time, Layout, IsPooled ? Numbers.AsSpan(0, count).ToArray() : Numbers, LastingTexts());
    }

    /// <summary>Another set of fields at the same place and time.</summary>
    public Point WithFields(FieldLayout layout, long[] numbers, string?[] texts) => Create(Series, Time, layout, numbers, texts);

    /// <summary>The texts, for another point that has them in the same slots.</summary>
    internal string?[] LastingTexts() =>
        IsPooled && Texts.Length > 0 ? Texts.AsSpan(0, Math.Min(Layout.Count, Texts.Length)).ToArray() : Texts;

    /// <summary>
    /// A point that is used again and again: of a batch, or what a node passes on. It is its owner's, who fills it anew after the call that
    /// takes it on its way.
    /// </summary>
    internal static Point Pooled() => new() { IsPooled = true };

    /// <summary>A point that lasts by itself, to be filled once, before anybody sees it.</summary>
    internal static Point Unfilled() => new();

    internal void Reset(Series series, FieldLayout layout)
    {
        Series = series;
        Tags = series.Tags;
        Layout = layout;
        if (Numbers.Length < layout.Count)
            Numbers = new long[Math.Max(4, layout.Count)];
    }

    internal void EnsureTexts(int count)
    {
        if (Texts.Length < count)
            Array.Resize(ref Texts, Math.Max(4, count));
    }
}
