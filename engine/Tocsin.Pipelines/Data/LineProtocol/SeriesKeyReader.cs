using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Reads the first part of a line, <c>measurement,tag=value,…</c>. Runs once for each new series.</summary>
internal static class SeriesKeyReader
{
    private const int FewTags = 16;

    [ThreadStatic]
    private static List<KeyValuePair<string, string>>? _pairs;

    public static bool TryRead(
        ReadOnlySpan<byte> key, BackslashReading backslashes, out string name, out TagSet tags, out int badAt, [NotNullWhen(false)] out string? problem)
    {
        tags = TagSet.Empty;
        var at = Backslashes.IndexOfBare(key, (byte)',', backslashes);
        name = Unescape(key[..at], ",\" ="u8);
        badAt = 0;
        if (name.Length == 0)
        {
            problem = "the measurement before the first comma is empty";
            return false;
        }

        var pairs = _pairs ??= [];
        pairs.Clear();
        HashSet<string>? names = null;
        while (at < key.Length)
        {
            var start = at + 1;
            at = start + Backslashes.IndexOfBare(key[start..], (byte)',', backslashes);
            badAt = start;
            if (!TryReadTag(key[start..at], backslashes, out var tag, out var value, out problem))
                return false;
            if (IsKnown(tag, pairs, ref names))
            {
                problem = $"tag '{tag}' is given twice";
                return false;
            }

            pairs.Add(new(tag, value));
        }

        tags = TagSet.From(CollectionsMarshal.AsSpan(pairs));
        problem = null;
        return true;
    }

    /// <summary>The text with backslashes before the given characters removed. Other backslashes stand for themselves.</summary>
    public static string Unescape(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> escapable)
    {
        if (raw.IndexOf((byte)'\\') < 0)
            return RepeatedTexts.Of(raw);

        var text = new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length && escapable.Contains(raw[i + 1]))
                i++;
            text[length++] = raw[i];
        }

        return Encoding.UTF8.GetString(text, 0, length);
    }

    private static bool TryReadTag(
        ReadOnlySpan<byte> part, BackslashReading backslashes, out string tag, out string text, [NotNullWhen(false)] out string? problem)
    {
        var equals = Backslashes.IndexOfBare(part, (byte)'=', backslashes);
        var value = equals < part.Length ? part[(equals + 1)..] : [];
        tag = Unescape(part[..equals], ", ="u8);
        text = Unescape(value, ", ="u8);
        problem = equals == 0 ? "a tag has no name before its '='"
            : value.IsEmpty ? $"tag '{tag}' has no value"
            : Backslashes.IndexOfBare(value, (byte)'=', backslashes) < value.Length ? $"the value of tag '{tag}' holds a bare '=': write '\\='"
            : null;
        return problem is null;
    }

    // A line has a handful of tags; one with thousands must not compare each with each.
    private static bool IsKnown(string tag, List<KeyValuePair<string, string>> pairs, ref HashSet<string>? names)
    {
        if (pairs.Count >= FewTags)
        {
            names ??= [.. pairs.Select(pair => pair.Key)];
            return !names.Add(tag);
        }

        foreach (var (known, _) in pairs)
        {
            if (known == tag)
                return true;
        }

        return false;
    }
}
