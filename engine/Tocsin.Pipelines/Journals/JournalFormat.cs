using System.Buffers.Binary;
using System.Text;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Pipelines.Journals;

/// <summary>
/// The bytes of a record: how many follow the checksum, the checksum, what it is, and that. Numbers are little-endian.
/// </summary>
internal static class JournalFormat
{
    /// <summary>Length and checksum.</summary>
    public const int HeadBytes = 8;

    /// <summary>More than any write has: a length above it is none.</summary>
    public const int MostBytes = 1 << 30;

    private const byte OfEntry = 1;
    private const byte OfTick = 2;
    private const int EntryBytes = 1 + 8 + 8 + 8 + 2 + 2 + 4;

    /// <summary>The bytes of an entry before its texts.</summary>
    public static int LengthBefore(JournalEntry entry) =>
        HeadBytes + EntryBytes + Encoding.UTF8.GetByteCount(entry.Database) + Encoding.UTF8.GetByteCount(entry.RetentionPolicy) + (sizeof(int) * entry.Texts.Count);

    /// <summary>Writes what stands before the texts of an entry.</summary>
    /// <param name="bytes"><see cref="LengthBefore"/> of them.</param>
    /// <returns>The bytes of all of the record.</returns>
    /// <exception cref="InvalidDataException">It is larger than a record can be.</exception>
    public static long Write(JournalEntry entry, long position, Span<byte> bytes)
    {
        var at = bytes[HeadBytes..];
        at[0] = OfEntry;
        BinaryPrimitives.WriteInt64LittleEndian(at[1..], position);
        BinaryPrimitives.WriteInt64LittleEndian(at[9..], entry.Now);
        BinaryPrimitives.WriteInt64LittleEndian(at[17..], entry.Precision.Nanoseconds);
        var names = at[EntryBytes..];
        var database = Encoding.UTF8.GetBytes(entry.Database, names);
        var policy = Encoding.UTF8.GetBytes(entry.RetentionPolicy, names[database..]);
        BinaryPrimitives.WriteUInt16LittleEndian(at[25..], checked((ushort)database));
        BinaryPrimitives.WriteUInt16LittleEndian(at[27..], checked((ushort)policy));
        BinaryPrimitives.WriteInt32LittleEndian(at[29..], entry.Texts.Count);
        var lengths = names[(database + policy)..];
        long length = bytes.Length - HeadBytes;
        for (var i = 0; i < entry.Texts.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(lengths[(i * sizeof(int))..], entry.Texts[i].Length);
            length += entry.Texts[i].Length;
        }

        if (length > MostBytes)
            throw new InvalidDataException($"a write of {length} bytes is larger than the {MostBytes} that a record of the journal can have");
        var sum = Crc32C.Add(Crc32C.Begin, at);
        foreach (var text in entry.Texts)
            sum = Crc32C.Add(sum, text.Span);
        Complete(bytes, length, Crc32C.End(sum));
        return HeadBytes + length;
    }

    public static byte[] Write(JournalTick tick)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0L);
        writer.Write(OfTick);
        writer.Write(tick.After);
        writer.Write(tick.Time);
        writer.Write(tick.Task);
        writer.Write(tick.Node);
        writer.Write(tick.Group);
        var bytes = stream.ToArray();
        Complete(bytes, bytes.Length - HeadBytes, Crc32C.Of(bytes.AsSpan(HeadBytes)));
        return bytes;
    }

    /// <summary>The length and the checksum that a record begins with.</summary>
    public static (int Length, uint Sum) ReadHead(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));

    /// <summary>Reads what follows the head, whose checksum is right.</summary>
    /// <param name="last">The position of the entry before.</param>
    /// <exception cref="InvalidDataException">It is of another version, or of another program.</exception>
    public static JournalRecord Read(ReadOnlyMemory<byte> bytes, long last)
    {
        try
        {
            return bytes.Span[0] switch
            {
                OfEntry => ReadEntry(bytes),
                OfTick => new JournalRecord(last, null, ReadTick(bytes[1..].ToArray())),
                var kind => throw new InvalidDataException($"it has a record of the kind {kind}, which this version does not know"),
            };
        }
        catch (Exception problem) when (problem is ArgumentException or EndOfStreamException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("it has a record that says other lengths than it has", problem);
        }
    }

    private static JournalRecord ReadEntry(ReadOnlyMemory<byte> bytes)
    {
        var at = bytes.Span;
        var (database, policy, count) = (BinaryPrimitives.ReadUInt16LittleEndian(at[25..]), BinaryPrimitives.ReadUInt16LittleEndian(at[27..]), BinaryPrimitives.ReadInt32LittleEndian(at[29..]));
        var names = at[EntryBytes..];
        var lengths = names[(database + policy)..];
        var texts = new List<ReadOnlyMemory<byte>>();
        var begin = EntryBytes + database + policy + (count * sizeof(int));
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(lengths[(i * sizeof(int))..]);
            texts.Add(bytes.Slice(begin, length));
            begin += length;
        }

        return new JournalRecord(
            BinaryPrimitives.ReadInt64LittleEndian(at[1..]),
            new JournalEntry(
                Encoding.UTF8.GetString(names[..database]),
                Encoding.UTF8.GetString(names.Slice(database, policy)),
                new Precision(BinaryPrimitives.ReadInt64LittleEndian(at[17..])),
                BinaryPrimitives.ReadInt64LittleEndian(at[9..]),
                texts),
            null);
    }

    private static JournalTick ReadTick(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var (after, time) = (reader.ReadInt64(), reader.ReadInt64());
        return new JournalTick(after, reader.ReadString(), reader.ReadString(), reader.ReadString(), time);
    }

    private static void Complete(Span<byte> bytes, long length, uint sum)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], sum);
    }
}
