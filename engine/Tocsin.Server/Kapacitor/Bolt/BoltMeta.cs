using System.Buffers.Binary;

namespace Tocsin.Server.Kapacitor.Bolt;

/// <summary>One of the two pages at the beginning that say where all else is. The one with the higher transaction is in force.</summary>
/// <param name="PageSize">Bytes of a page.</param>
/// <param name="Root">The page of the outermost bucket.</param>
/// <param name="Pages">The pages that the file has in use, and so its least size.</param>
/// <param name="Transaction">The number of the commit that wrote it.</param>
internal readonly record struct BoltMeta(int PageSize, ulong Root, ulong Pages, ulong Transaction)
{
    /// <summary>Bytes of a meta page that are read, with the page's header.</summary>
    public const int Size = BoltPage.HeaderSize + Checked + sizeof(ulong);

    private const uint Magic = 0xED0CDAED;
    private const uint Version = 2;

    /// <summary>Bytes that the checksum is made of.</summary>
    private const int Checked = 56;

    public const int LeastPageSize = 1024;
    public const int MostPageSize = 65_536;

    /// <summary>Reads one.</summary>
    /// <param name="page">The page, from its header on.</param>
    /// <param name="why">What is wrong; empty when it is right.</param>
    public static bool TryRead(ReadOnlySpan<byte> page, out BoltMeta meta, out string why)
    {
        meta = default;
        if (page.Length < Size)
            return Fail("it is too short", out why);
        var body = page[BoltPage.HeaderSize..];
        if (BinaryPrimitives.ReadUInt32BigEndian(body) == Magic)
            return Fail("it was written on a machine of another byte order: make a backup of it there, by 'kapacitor backup', and take it over by its server's address", out why);
        if (BinaryPrimitives.ReadUInt32LittleEndian(body) != Magic)
            return Fail("not a Bolt file (wrong signature)", out why);
        if (BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) is var version && version != Version)
            return Fail($"unsupported version {version} of Bolt's format; expected {Version}", out why);
        if (BinaryPrimitives.ReadUInt64LittleEndian(body[Checked..]) != Checksum(body[..Checked]))
            return Fail("its checksum is wrong", out why);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        if (size is < LeastPageSize or > MostPageSize || !System.Numerics.BitOperations.IsPow2(size))
            return Fail($"its pages would have {size} bytes", out why);
        why = "";
        meta = new BoltMeta((int)size, BinaryPrimitives.ReadUInt64LittleEndian(body[16..]), BinaryPrimitives.ReadUInt64LittleEndian(body[40..]), BinaryPrimitives.ReadUInt64LittleEndian(body[48..]));
        return true;
    }

    /// <summary>FNV-1a of 64 bits.</summary>
    public static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037;
        foreach (var one in bytes)
            hash = (hash ^ one) * 1099511628211;
        return hash;
    }

    private static bool Fail(string reason, out string why)
    {
        why = reason;
        return false;
    }
}
