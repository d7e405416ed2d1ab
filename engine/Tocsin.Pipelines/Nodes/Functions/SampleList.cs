using System.Runtime.InteropServices;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>Values in the order they came. Keeps its memory for the next batch.</summary>
internal sealed class SampleList
{
    private readonly List<Sample> _samples = [];

    public int Count => _samples.Count;

    /// <summary>Adds a number without its point.</summary>
    public void Add(long bits, long time) => _samples.Add(new Sample(bits, null, time, _samples.Count, null, 0));

    /// <summary>Adds a value without its point.</summary>
    public void AddValue(Point point, int slot, FieldType type)
    {
        var isText = type == FieldType.String;
        _samples.Add(new Sample(isText ? 0 : point.Numbers[slot], isText ? point.Text(slot) : null, point.Time, _samples.Count, null, 0));
    }

    /// <summary>Adds a number with its point.</summary>
    public void AddPoint(Point point, int slot) =>
        _samples.Add(new Sample(point.Numbers[slot], null, point.Time, _samples.Count, point.Keep(), slot));

    public void Save(StateWriter writer)
    {
        writer.WriteCount(_samples.Count);
        foreach (var sample in _samples)
        {
            writer.WriteBits(sample.Bits);
            writer.Write(sample.Text is not null);
            writer.Write(sample.Text ?? "");
            writer.WriteTime(sample.Time);
            writer.WriteCount(sample.Index);
            writer.Write(sample.Point);
            writer.WriteCount(sample.Slot);
        }
    }

    public void Load(StateReader reader)
    {
        var count = reader.ReadCount();
        for (var i = 0; i < count; i++)
        {
            var (bits, hasText, text, time, index, point) = (reader.ReadBits(), reader.ReadBoolean(), reader.ReadText(), reader.ReadTime(), reader.ReadIndex(count), reader.ReadPointOrNull());
            _samples.Add(new Sample(bits, hasText ? text : null, time, index, point, reader.ReadIndex(Math.Max(1, point?.Layout.Count ?? 0))));
        }
    }

    /// <summary>The values in no particular order.</summary>
    public ReadOnlySpan<Sample> Unsorted => CollectionsMarshal.AsSpan(_samples);

    public void Clear() => _samples.Clear();

    /// <summary>The values in ascending order; of equal ones the earlier arrival first.</summary>
    public ReadOnlySpan<Sample> SortedByValue(FieldType type) => Sorted((a, b) => a.CompareValue(b, type));

    /// <summary>The values in a given order; of equal ones the earlier arrival first.</summary>
    public ReadOnlySpan<Sample> Sorted(Comparison<Sample> order)
    {
        _samples.Sort((a, b) => order(a, b) is var result and not 0 ? result : a.Index.CompareTo(b.Index));
        return CollectionsMarshal.AsSpan(_samples);
    }
}
