using System.Text;

namespace Tocsin.Dsl.Patterns;

/// <summary>Which code points are the same letter in another case, as RE2 sees it: by simple folding, so <c>ß</c> is not <c>ss</c>.</summary>
internal static class CaseFolding
{
    private const int DottedI = 0x130;
    private const int DotlessI = 0x131;

    // Cases that are nobody's upper or lower case here, and are in Unicode's folding.
    private static readonly (int Letter, int Case)[] Others =
    [
        (0x212A, 'k'), (0x17F, 's'), (0x212B, 0xE5), (0x1E9E, 0xDF), (0x2126, 0x3C9), (0x345, 0x3B9), (0x1FBE, 0x3B9),
    ];

    private static readonly Lazy<Dictionary<int, int[]>> Orbits = new(FindOrbits);

    /// <summary>The set together with every other case of its letters.</summary>
    public static CodePointSet Close(CodePointSet set)
    {
        var closed = new CodePointSet();
        closed.Add(set);
        foreach (var (codePoint, orbit) in Orbits.Value)
        {
            if (Contains(set.Ranges, codePoint))
                AddAll(closed, orbit);
        }

        return closed;
    }

    /// <summary>All cases of one letter; just itself for anything else.</summary>
    public static CodePointSet CasesOf(int codePoint)
    {
        var set = CodePointSet.Of((codePoint, codePoint));
        if (Orbits.Value.TryGetValue(codePoint, out var orbit))
            AddAll(set, orbit);
        return set;
    }

    private static void AddAll(CodePointSet set, int[] codePoints)
    {
        foreach (var codePoint in codePoints)
            set.Add(codePoint, codePoint);
    }

    private static bool Contains(IReadOnlyList<(int First, int Last)> ranges, int codePoint)
    {
        var low = 0;
        var high = ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].Last < codePoint)
                low = middle + 1;
            else if (ranges[middle].First > codePoint)
                high = middle - 1;
            else
                return true;
        }

        return false;
    }

    private static Dictionary<int, int[]> FindOrbits()
    {
        var orbits = new Dictionary<int, List<int>>();
        for (var value = 0; value <= CodePointSet.Highest; value++)
        {
            // The Turkish letters fold to themselves alone.
            if (!Rune.TryCreate(value, out var rune) || value is DottedI or DotlessI)
                continue;

            Join(orbits, value, Rune.ToUpperInvariant(rune).Value);
            Join(orbits, value, Rune.ToLowerInvariant(rune).Value);
        }

        foreach (var (letter, other) in Others)
            Join(orbits, letter, other);
        return orbits.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    private static void Join(Dictionary<int, List<int>> orbits, int left, int right)
    {
        if (left == right)
            return;

        var joined = orbits.GetValueOrDefault(left) ?? [left];
        var other = orbits.GetValueOrDefault(right) ?? [right];
        if (ReferenceEquals(joined, other))
            return;

        joined.AddRange(other);
        foreach (var member in joined)
            orbits[member] = joined;
    }
}
