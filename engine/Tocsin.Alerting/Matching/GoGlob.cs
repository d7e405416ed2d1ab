using System.Text;

namespace Tocsin.Alerting.Matching;

/// <summary>
/// File-name patterns as Go programs match them: <c>*</c> is any run of characters but slashes, <c>?</c> one of them, <c>[a-z]</c> and
/// <c>[^a-z]</c> one of a set, a backslash takes the next character as it is. The whole name must match.
/// </summary>
public static class GoGlob
{
    /// <summary>Says whether a name matches; false when the pattern itself is malformed.</summary>
    public static bool TryMatch(string pattern, string name, out bool isMatch)
    {
        // Malformed ends are found wherever the name stops matching: a pattern is good or bad whatever the name.
        isMatch = false;
        if (!IsWellFormed(pattern))
            return false;
        isMatch = Match(Runes(pattern), Runes(name));
        return true;
    }

    /// <summary>False for an open set, an empty set, a range without its end and a backslash at the end.</summary>
    public static bool IsWellFormed(string pattern)
    {
        ReadOnlySpan<Rune> rest = Runes(pattern);
        while (rest.Length > 0)
        {
            switch (rest[0].Value)
            {
                case '\\' when rest.Length == 1:
                    return false;
                case '\\':
                    rest = rest[2..];
                    break;
                case '[':
                    if (!TryReadSet(ref rest, default, out _))
                        return false;
                    break;
                default:
                    rest = rest[1..];
                    break;
            }
        }

        return true;
    }

    private static Rune[] Runes(string text) => [.. text.EnumerateRunes()];

    // Goes back to the last star only: what an earlier one took need not be tried again.
    private static bool Match(ReadOnlySpan<Rune> pattern, ReadOnlySpan<Rune> name)
    {
        var afterStar = ReadOnlySpan<Rune>.Empty;
        var atStar = ReadOnlySpan<Rune>.Empty;
        var hasStar = false;
        while (true)
        {
            if (pattern.Length > 0 && pattern[0].Value == '*')
            {
                pattern = pattern[1..];
                afterStar = pattern;
                atStar = name;
                hasStar = true;
                continue;
            }

            if (pattern.Length == 0 && name.Length == 0)
                return true;
            if (pattern.Length > 0 && name.Length > 0 && MatchOne(ref pattern, name[0]))
            {
                name = name[1..];
                continue;
            }

            if (!hasStar || atStar.Length == 0 || atStar[0].Value == '/')
                return false;
            atStar = atStar[1..];
            pattern = afterStar;
            name = atStar;
        }
    }

    private static bool MatchOne(ref ReadOnlySpan<Rune> pattern, Rune rune)
    {
        var first = pattern[0];
        switch (first.Value)
        {
            case '?':
                pattern = pattern[1..];
                return rune.Value != '/';
            case '[':
                TryReadSet(ref pattern, rune, out var isInSet);
                return isInSet;
            case '\\':
                first = pattern[1];
                pattern = pattern[2..];
                return first == rune;
            default:
                pattern = pattern[1..];
                return first == rune;
        }
    }

    private static bool TryReadSet(ref ReadOnlySpan<Rune> pattern, Rune rune, out bool isInSet)
    {
        var rest = pattern[1..];
        var isNegated = rest.Length > 0 && rest[0].Value == '^';
        if (isNegated)
            rest = rest[1..];

        isInSet = false;
        for (var count = 0; ; count++)
        {
            if (count > 0 && rest.Length > 0 && rest[0].Value == ']')
            {
                pattern = rest[1..];
                isInSet ^= isNegated;
                return true;
            }

            if (!TryReadBound(ref rest, out var low))
                return false;
            var high = low;
            if (rest.Length > 0 && rest[0].Value == '-')
            {
                rest = rest[1..];
                if (!TryReadBound(ref rest, out high))
                    return false;
            }

            isInSet |= low <= rune && rune <= high;
        }
    }

    private static bool TryReadBound(ref ReadOnlySpan<Rune> rest, out Rune bound)
    {
        bound = default;
        if (rest.Length > 1 && rest[0].Value == '\\')
            rest = rest[1..];
        else if (rest.Length == 0 || rest[0].Value is '\\' or '-' or ']')
            return false;

        bound = rest[0];
        rest = rest[1..];

        // A set must be closed after it.
        return rest.Length > 0;
    }
}
