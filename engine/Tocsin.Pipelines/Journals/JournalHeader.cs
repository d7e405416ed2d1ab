using System.Buffers.Binary;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Journals;

/// <summary>What a file of the journal begins with.</summary>
/// <param name="Journal">The number of the journal: its positions mean nothing in another one.</param>
/// <param name="First">The position of the first entry.</param>
/// <param name="Created">When it was begun, in nanoseconds since 1970.</param>
internal readonly record struct JournalHeader(long Journal, long First, long Created)
{
    public const int Length = 40;
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "TOCSINJL"u8;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Journal);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), Created);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Crc32C.Of(bytes.AsSpan(16)));
        return bytes;
    }

    /// <exception cref="InvalidDataException">It is no file of a journal, of another version, or damaged.</exception>
    public static JournalHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length || !bytes.StartsWith(Magic))
            throw new InvalidDataException("it is no file of a journal");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version != Version)
            throw new InvalidDataException($"it has version {version}, and this program reads version {Version}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != Crc32C.Of(bytes[16..Length]))
            throw new InvalidDataException("its beginning is damaged");
        return new JournalHeader(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
    }
}
