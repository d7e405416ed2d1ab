using System.Runtime.InteropServices;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>Numbers of one type in the order they came. Keeps its memory for the next batch.</summary>
internal sealed class NumberList
{
    private long[] _bits = [];

    public int Count { get; private set; }

    public Span<long> Integers => _bits.AsSpan(0, Count);

    public Span<double> Floats => MemoryMarshal.Cast<long, double>(Integers);

    public void Add(long bits)
    {
        if (Count == _bits.Length)
            Array.Resize(ref _bits, Math.Max(16, Count * 2));
        _bits[Count++] = bits;
    }

    public void Save(StateWriter writer)
    {
        writer.WriteCount(Count);
        foreach (var bits in Integers)
            writer.WriteBits(bits);
    }

    public void Load(StateReader reader)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
            Add(reader.ReadBits());
    }

    public void Clear() => Count = 0;
}
