using System.Text;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>
/// Short texts that were read lately: the names of tags and values such as a region stand in line after line, and a million series share one
/// object for each. Safe for any number of threads; a slot that two want at once goes to one of them.
/// </summary>
internal static class RepeatedTexts
{
    private const int LongestKept = 64;

    private static readonly string?[] Known = new string?[4096];

    /// <summary>The text of some UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestKept)
            return Encoding.UTF8.GetString(utf8);

        ref var slot = ref Known[KeyHash.Of(utf8) & (Known.Length - 1)];
        if (slot is { } known && Ascii.Equals(utf8, known))
            return known;
        return slot = Encoding.UTF8.GetString(utf8);
    }
}
