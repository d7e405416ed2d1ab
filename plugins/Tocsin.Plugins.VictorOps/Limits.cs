using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Plugins.VictorOps;

/// <summary>The lengths VictorOps takes, and texts cut to them.</summary>
internal static class Limits
{
    public const int EntityId = 512;
    public const int DisplayName = 1024;
    public const int StateMessage = 20_480;

    private const int HashLength = 16;

    /// <summary>The text, or its begin and an ellipsis. Never half of a character that takes two units.</summary>
    public static string Cut(string text, int limit) => text.Length <= limit ? text : Begin(text, limit - 1) + "…";

    /// <summary>The id, or its begin and a hash of all of it: two long ids must not become one incident.</summary>
    public static string CutId(string id)
    {
        if (id.Length <= EntityId)
            return id;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength];
        return Begin(id, EntityId - HashLength - 1) + "#" + hash;
    }

    private static string Begin(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
