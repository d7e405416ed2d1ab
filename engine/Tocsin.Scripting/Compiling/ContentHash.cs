using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Scripting.Compiling;

/// <summary>Names content, so that the same is not compiled twice.</summary>
internal static class ContentHash
{
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Of(string content) => Of(Encoding.UTF8.GetBytes(content));
}
