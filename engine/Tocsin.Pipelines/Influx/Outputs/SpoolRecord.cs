using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using Tocsin.Influx.Writes;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>The form of a write on disk: its length, a checksum, how many points it has, and the rest.</summary>
internal static class SpoolRecord
{
    /// <summary>Bytes before the content: length, checksum, points.</summary>
    public const int Head = 12;

    /// <summary>No content is longer: a length that says so is damage.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    public static byte[] Write(OutputWrite write)
    {
        var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(new byte[Head]);
            writer.Write(write.Source);
            writer.Write(write.Target.Database);
            writer.Write(write.Target.RetentionPolicy);
            writer.Write(write.Target.Consistency);
            writer.Write((byte)write.Target.Precision);
            writer.Write(write.Target.Creates);
            writer.Write(write.Lines.Span);
        }

        var record = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - Head);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum(record.AsSpan(Head)));
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), write.Points);
        return record;
    }

    /// <summary>How long the content is and how many points it has; false when it is not a record.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> head, out int length, out int points)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(head);
        points = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        return length is > 0 and <= MostBytes && points >= 0;
    }

    public static bool TryRead(ReadOnlySpan<byte> head, byte[] content, [NotNullWhen(true)] out OutputWrite? write)
    {
        write = null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) != Checksum(content))
            return false;
        using var bytes = new MemoryStream(content);
        using var reader = new BinaryReader(bytes, Encoding.UTF8);
        var source = reader.ReadString();
        var target = new OutputTarget(reader.ReadString(), reader.ReadString(), reader.ReadString(), (WritePrecision)reader.ReadByte(), reader.ReadBoolean());
        write = new OutputWrite(source, target, BinaryPrimitives.ReadInt32LittleEndian(head[8..]), content.AsMemory((int)bytes.Position));
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            sum = BitOperations.Crc32C(sum, value);
        return sum;
    }
}
