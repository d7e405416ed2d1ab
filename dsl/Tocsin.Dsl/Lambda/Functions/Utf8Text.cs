using System.Text;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Steps over texts whose positions count UTF-8 bytes and whose characters are code points.</summary>
internal static class Utf8Text
{
    public static long Length(string text) => Encoding.UTF8.GetByteCount(text);

    public static long IndexOf(string text, string part) => ToBytes(text, text.IndexOf(part, StringComparison.Ordinal));

    public static long LastIndexOf(string text, string part) =>
        ToBytes(text, part.Length == 0 ? text.Length : text.LastIndexOf(part, StringComparison.Ordinal));

    public static long IndexOfAny(string text, string set)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Holds(set, rune))
                return ToBytes(text, at);
            at += rune.Utf16SequenceLength;
        }

        return -1;
    }

    public static long LastIndexOfAny(string text, string set)
    {
        var (at, last) = (0, -1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Holds(set, rune))
                last = at;
            at += rune.Utf16SequenceLength;
        }

        return ToBytes(text, last);
    }

    /// <summary>Occurrences without overlap; an empty part occurs around every character.</summary>
    public static long Count(string text, string part) => part.Length == 0 ? CountRunes(text) + 1 : text.AsSpan().Count(part);

    /// <summary>Replaces so many times, each time for a negative number; refuses what becomes too long.</summary>
    public static string? TryReplace(string text, string old, string replacement, long times, TextBound bound, out string result)
    {
        result = "";
        if (!Fits(text, old, replacement, times, bound.Longest))
            return bound.TooLong;

        result = old.Length == 0 ? InsertAround(text, replacement, times)
            : times < 0 ? text.Replace(old, replacement, StringComparison.Ordinal)
            : ReplaceFirst(text, old, replacement, times);
        return null;
    }

    /// <summary>Bytes from <paramref name="start"/> up to <paramref name="stop"/>, which must be below the length.</summary>
    public static string? Substring(string text, long start, long stop, out string result)
    {
        result = "";
        if (start < 0 || stop < 0)
            return $"found negative index for strSubstring: {NumberTexts.Format(start < 0 ? start : stop)}";

        var length = Encoding.UTF8.GetByteCount(text);
        if (stop >= length)
            return $"stop index too large for string in strSubstring: {NumberTexts.Format(stop)}";
        if (start > stop)
            return $"start index {NumberTexts.Format(start)} is after stop index {NumberTexts.Format(stop)} in strSubstring";

        result = length == text.Length
            ? text[(int)start..(int)stop]
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text).AsSpan((int)start..(int)stop));
        return null;
    }

    public static string Trim(string text, string set, bool left, bool right)
    {
        var rest = text.AsSpan();
        while (left && Rune.DecodeFromUtf16(rest, out var first, out var length) == System.Buffers.OperationStatus.Done && Holds(set, first))
            rest = rest[length..];
        while (right && Rune.DecodeLastFromUtf16(rest, out var last, out var length) == System.Buffers.OperationStatus.Done && Holds(set, last))
            rest = rest[..^length];
        return rest.Length == text.Length ? text : rest.ToString();
    }

    /// <summary>Each character by itself in lower case. The framework leaves out the dotted capital I, which only some languages pair.</summary>
    public static string ToLower(string text) => text.ToLowerInvariant().Replace('\u0130', 'i');

    /// <summary>Each character by itself in upper case, the dotless small i too.</summary>
    public static string ToUpper(string text) => text.ToUpperInvariant().Replace('\u0131', 'I');

    public static string TrimSpace(string text) => text.Trim();

    private static bool Fits(string text, string old, string replacement, long times, int longest)
    {
        // At most so often: nothing is counted where that is short enough.
        var growth = replacement.Length - old.Length;
        var most = old.Length == 0 ? text.Length + 1L : text.Length / old.Length;
        if (growth <= 0 || text.Length + (most * growth) <= longest)
            return true;

        var found = Count(text, old);
        return text.Length + ((times < 0 ? found : Math.Min(found, times)) * growth) <= Math.Max(longest, text.Length);
    }

    private static string ReplaceFirst(string text, string old, string replacement, long times)
    {
        var result = new StringBuilder();
        var from = 0;
        for (; times > 0; times--)
        {
            var at = text.IndexOf(old, from, StringComparison.Ordinal);
            if (at < 0)
                break;
            result.Append(text, from, at - from).Append(replacement);
            from = at + old.Length;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static string InsertAround(string text, string inserted, long times)
    {
        var left = times < 0 ? long.MaxValue : times;
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (left-- > 0)
                result.Append(inserted);
            result.Append(rune);
        }

        return (left > 0 ? result.Append(inserted) : result).ToString();
    }

    private static bool Holds(string set, Rune rune)
    {
        foreach (var member in set.EnumerateRunes())
        {
            if (member == rune)
                return true;
        }

        return false;
    }

    private static long CountRunes(string text)
    {
        var count = 0L;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    private static long ToBytes(string text, int index) => index < 0 ? -1 : Encoding.UTF8.GetByteCount(text.AsSpan(0, index));
}
