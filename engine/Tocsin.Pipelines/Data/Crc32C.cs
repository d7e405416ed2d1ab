using System.Buffers.Binary;
using System.Numerics;

namespace Tocsin.Pipelines.Data;

/// <summary>Finds out whether bytes are as they were written: the checksum of Castagnoli, which processors compute.</summary>
internal static class Crc32C
{
    /// <summary>What <see cref="Add"/> begins with.</summary>
    public const uint Begin = uint.MaxValue;

    public static uint Of(ReadOnlySpan<byte> bytes) => End(Add(Begin, bytes));

    /// <summary>Goes on with more bytes; where they are parted does not matter.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            sum = BitOperations.Crc32C(sum, value);
        return sum;
    }

    /// <summary>The checksum of all that was added.</summary>
    public static uint End(uint sum) => ~sum;
}
