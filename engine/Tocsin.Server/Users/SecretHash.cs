using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Server.Users;

/// <summary>The SHA-256 of a secret that is too long to be guessed, and the making of such secrets.</summary>
internal readonly record struct SecretHash(UInt128 High, UInt128 Low)
{
    private const int SecretBytes = 32;

    /// <summary>A secret of 256 random bits, as text that fits into headers and addresses.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    public static SecretHash Of(string secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return Read(hash);
    }

    /// <summary>A hash as it is kept.</summary>
    public static SecretHash Read(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes ? new(MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..])) : default;

    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        MemoryMarshal.Write(bytes, High);
        MemoryMarshal.Write(bytes.AsSpan(16), Low);
        return bytes;
    }
}
