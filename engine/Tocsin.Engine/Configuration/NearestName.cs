namespace Tocsin.Engine.Configuration;

/// <summary>Finds what somebody most likely meant by a name that is not known.</summary>
internal static class NearestName
{
    /// <summary>The known name that takes the fewest changes, or null when none is close.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        var fewest = Math.Max(2, name.Length / 3) + 1;
        var wanted = Normalize(name);
        foreach (var candidate in known)
        {
            var changes = Distance(wanted, Normalize(candidate));
            if (changes >= fewest || changes >= candidate.Length)
                continue;

            fewest = changes;
            nearest = candidate;
        }

        return nearest;
    }

    /// <summary><c>; did you mean 'x'?</c>, or the list of what there is.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        if (Find(name, known) is { } nearest)
            return $"; did you mean '{nearest}'?";
        return known.Count == 0 ? "; there are none" : "; known are " + string.Join(", ", known);
    }

    // Case and the way words are joined are the commonest slips: they cost nothing.
    private static string Normalize(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static int Distance(string left, string right)
    {
        var above = new int[right.Length + 1];
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            above[j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(above[j], row[j - 1]) + 1);
            }

            (above, row) = (row, above);
        }

        return above[right.Length];
    }
}
