using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Sdk;

/// <summary>Texts cut to the length another side takes, counted in UTF-16 units.</summary>
public static class LimitedText
{
    private const int HashLength = 16;

    /// <summary>The text, or its begin and an ellipsis. Never half of a character that takes two units.</summary>
    public static string Cut(string text, int limit) => text.Length <= limit ? text : limit < 1 ? "" : Begin(text, limit - 1) + "…";

    /// <summary>The id, or its begin and a hash of all of it: two long ids must not become one alert.</summary>
    public static string CutId(string id, int limit)
    {
        if (id.Length <= limit)
            return id;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength];
        return Begin(id, limit - HashLength - 1) + "#" + hash;
    }

    private static string Begin(string text, int length) =>
        text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
