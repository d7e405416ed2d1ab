using System.Buffers.Binary;
using System.Numerics;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Hashes the raw bytes of a series key, eight at a time. Seeded anew in each process, so that nobody can aim at one bucket.</summary>
internal static class KeyHash
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    public static int Of(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ ((ulong)key.Length * Factor);
        while (key.Length >= 8)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(key));
            key = key[8..];
        }

        ulong rest = 0;
        for (var i = 0; i < key.Length; i++)
            rest |= (ulong)key[i] << (8 * i);
        hash = Mix(hash, rest);
        return (int)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value, Factor, out var low);
        return BitOperations.RotateLeft(high ^ low, 23) ^ hash;
    }
}
