using System.Buffers.Binary;

namespace Tocsin.Server.Kapacitor.Bolt;

/// <summary>A page of the tree with the pages that continue it, or a small bucket that stands in a value as such a page.</summary>
/// <param name="bytes">All of it, from its header on.</param>
internal readonly struct BoltPage(ReadOnlyMemory<byte> bytes)
{
    public const int HeaderSize = 16;

    /// <summary>Bytes of what a page has for each entry, before keys and values.</summary>
    private const int ElementSize = 16;

    private const ushort BranchFlag = 0x01;
    private const ushort LeafFlag = 0x02;
    private const uint BucketFlag = 0x01;

    /// <summary>The number that the page says it has.</summary>
    public ulong Id => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);

    /// <summary>How many pages continue it.</summary>
    public uint Overflow => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[12..]);

    public bool IsBranch => Flags == BranchFlag;

    public bool IsLeaf => Flags == LeafFlag;

    public ushort Flags => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[8..]);

    private ushort Count => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[10..]);

    /// <summary>The pages below a branch.</summary>
    /// <exception cref="BoltException">It has more entries than fit into it.</exception>
    public IReadOnlyList<ulong> Children()
    {
        CheckCount();
        var children = new ulong[Count];
        for (var i = 0; i < children.Length; i++)
            children[i] = BinaryPrimitives.ReadUInt64LittleEndian(Element(i)[8..]);
        return children;
    }

    /// <summary>The entries of a leaf that can be read.</summary>
    /// <param name="damage">Takes what is wrong with the others.</param>
    /// <exception cref="BoltException">It has more entries than fit into it.</exception>
    public IReadOnlyList<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, bool IsBucket)> Entries(Action<string> damage)
    {
        CheckCount();
        var entries = new List<(ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, bool)>(Count);
        var left = bytes.Length;
        for (var i = 0; i < Count; i++)
        {
            var element = Element(i);
            var at = HeaderSize + (i * (long)ElementSize) + BinaryPrimitives.ReadUInt32LittleEndian(element[4..]);
            var (key, value) = (BinaryPrimitives.ReadUInt32LittleEndian(element[8..]), BinaryPrimitives.ReadUInt32LittleEndian(element[12..]));

            // Entries that share their bytes would be as many as a liar wants.
            if (at + key + value > bytes.Length || key + (long)value > left)
            {
                damage($"entry {i + 1} of {Count} does not lie in it");
                continue;
            }

            left -= (int)(key + value);
            entries.Add((bytes.Slice((int)at, (int)key), bytes.Slice((int)(at + key), (int)value), (BinaryPrimitives.ReadUInt32LittleEndian(element) & BucketFlag) != 0));
        }

        return entries;
    }

    private void CheckCount()
    {
        if (HeaderSize + (Count * (long)ElementSize) > bytes.Length)
            throw new BoltException($"it says that it has {Count} entries, which do not fit into it");
    }

    private ReadOnlySpan<byte> Element(int index) => bytes.Span.Slice(HeaderSize + (index * ElementSize), ElementSize);
}
