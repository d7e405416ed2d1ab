using System.Buffers;

namespace Tocsin.Server.Http;

/// <summary>Buffers of requests and answers. The pool keeps what is given back for each thread: large ones go to the garbage collector instead.</summary>
internal static class RentedBytes
{
    private const int LargestKept = 4 * 1024 * 1024;

    /// <summary>At least as many bytes, with anything in them.</summary>
    public static byte[] Rent(int size) => size > LargestKept ? GC.AllocateUninitializedArray<byte>(size) : ArrayPool<byte>.Shared.Rent(size);

    /// <summary>Gives back what was rented; not to be used after that.</summary>
    public static void Return(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= LargestKept)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
