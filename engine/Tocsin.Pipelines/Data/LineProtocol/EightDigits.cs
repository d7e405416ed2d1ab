using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Reads eight decimal digits in a handful of operations on one word: neighbours are put together in pairs, fours and eights.</summary>
internal static class EightDigits
{
    private const ulong Zeros = 0x3030_3030_3030_3030;
    private const ulong HighHalves = 0xF0F0_F0F0_F0F0_F0F0;

    /// <summary>False when the text does not begin with eight digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, out uint value)
    {
        value = 0;
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(text, out var word) || !AreDigits(word))
            return false;

        word -= Zeros;
        word = (word * 10) + (word >> 8);
        const ulong everyFourth = 0x0000_00FF_0000_00FF;
        value = (uint)((((word & everyFourth) * (100 + (1_000_000UL << 32))) + (((word >> 16) & everyFourth) * (1 + (10_000UL << 32)))) >> 32);
        return true;
    }

    // A digit's high half is 3, and stays so when 6 is added.
    private static bool AreDigits(ulong word) => (word & HighHalves) == Zeros && ((word + 0x0606_0606_0606_0606) & HighHalves) == Zeros;
}
