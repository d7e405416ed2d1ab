using System.Buffers.Binary;
using System.Text;
using Tocsin.Server.Kapacitor.Bolt;

namespace Tocsin.Server.Tests.Kapacitor;

/// <summary>Makes files of BoltDB: as many entries a leaf and children a branch as a test wants, with pages that go on where a value is long.</summary>
internal sealed class BoltWriter
{
    private const int HeaderSize = 16;

    /// <summary>The page of the outermost bucket; those of the others follow in the order of their keys.</summary>
    private const ulong Root = 3;

    private readonly Dictionary<ulong, byte[]> _pages = [];
    private ulong _next = Root + 1;

    public int PageSize { get; init; } = 4096;

    /// <summary>Entries of a leaf.</summary>
    public int EntriesOfLeaf { get; init; } = 8;

    /// <summary>Pages below a branch.</summary>
    public int ChildrenOfBranch { get; init; } = 4;

    public byte[] Write(BoltBucket root)
    {
        var entries = Entries(root).ToArray();
        _pages[Root] = Page(Root, 0x02, (ushort)entries.Length, LeafBody(entries));
        _pages[Root].Should().HaveCount(PageSize, "the pages behind it are taken");
        _pages[2] = Page(2, 0x10, 0, []);
        var file = new byte[(int)_next * PageSize];
        Meta(0, Root, 8).CopyTo(file, 0);
        Meta(1, Root, 9).CopyTo(file, PageSize);
        foreach (var (id, page) in _pages)
            page.CopyTo(file, (int)id * PageSize);
        return file;
    }

    /// <summary>One of the first two pages.</summary>
    public byte[] Meta(ulong id, ulong root, ulong transaction)
    {
        var body = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(body, 0xED0CDAED);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(8), (uint)PageSize);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(16), root);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(32), 2);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(40), _next);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(48), transaction);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(56), BoltMeta.Checksum(body.AsSpan(0, 56)));
        return Page(id, 0x04, 0, body);
    }

    private ulong Tree(BoltBucket bucket)
    {
        var level = Entries(bucket).Chunk(EntriesOfLeaf).DefaultIfEmpty([])
            .Select(entries => (Key: entries.Length > 0 ? entries[0].Key : [], Id: Add((ushort)entries.Length, 0x02, LeafBody(entries)))).ToList();
        while (level.Count > 1)
            level = [.. level.Chunk(ChildrenOfBranch).Select(children => (children[0].Key, Add((ushort)children.Length, 0x01, BranchBody(children))))];
        return level[0].Id;
    }

    private IEnumerable<(byte[] Key, byte[] Value, bool IsBucket)> Entries(BoltBucket bucket) =>
        bucket.Values.Select(entry => (entry.Key, entry.Value, false))
            .Concat(bucket.Buckets.Select(entry => (entry.Key, Value: Header(entry.Value), true)))
            .OrderBy(entry => entry.Item1, StringComparer.Ordinal)
            .Select(entry => (Encoding.UTF8.GetBytes(entry.Item1), entry.Value, entry.Item3));

    // What stands in the value of a bucket.
    private byte[] Header(BoltBucket bucket)
    {
        var header = new byte[HeaderSize];
        if (!bucket.IsInline)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(header, Tree(bucket));
            return header;
        }

        var entries = Entries(bucket).ToArray();
        return [.. header, .. PageHeader(0, 0x02, (ushort)entries.Length, 0), .. LeafBody(entries)];
    }

    private static byte[] LeafBody((byte[] Key, byte[] Value, bool IsBucket)[] entries)
    {
        using var body = new MemoryStream();
        var at = entries.Length * 16;
        for (var i = 0; i < entries.Length; i++)
        {
            var (key, value, isBucket) = entries[i];
            body.Write(Numbers(isBucket ? 1u : 0u, (uint)(at - (i * 16)), (uint)key.Length, (uint)value.Length));
            at += key.Length + value.Length;
        }

        foreach (var (key, value, _) in entries)
        {
            body.Write(key);
            body.Write(value);
        }

        return body.ToArray();
    }

    private static byte[] BranchBody((byte[] Key, ulong Id)[] children)
    {
        using var body = new MemoryStream();
        var at = children.Length * 16;
        for (var i = 0; i < children.Length; i++)
        {
            body.Write(Numbers((uint)(at - (i * 16)), (uint)children[i].Key.Length, (uint)children[i].Id, 0));
            at += children[i].Key.Length;
        }

        foreach (var (key, _) in children)
            body.Write(key);
        return body.ToArray();
    }

    private ulong Add(ushort count, ushort flags, byte[] body)
    {
        var id = _next;
        var page = Page(id, flags, count, body);
        _pages[id] = page;
        _next += (ulong)(page.Length / PageSize);
        return id;
    }

    private byte[] Page(ulong id, ushort flags, ushort count, byte[] body)
    {
        var pages = (HeaderSize + body.Length + PageSize - 1) / PageSize;
        var page = new byte[pages * PageSize];
        PageHeader(id, flags, count, (uint)(pages - 1)).CopyTo(page, 0);
        body.CopyTo(page, HeaderSize);
        return page;
    }

    private static byte[] PageHeader(ulong id, ushort flags, ushort count, uint overflow)
    {
        var header = new byte[HeaderSize];
        BinaryPrimitives.WriteUInt64LittleEndian(header, id);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(10), count);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), overflow);
        return header;
    }

    private static byte[] Numbers(params ReadOnlySpan<uint> numbers)
    {
        var bytes = new byte[numbers.Length * 4];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), numbers[i]);
        return bytes;
    }
}
