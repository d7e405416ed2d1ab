namespace Tocsin.Dsl.Text;

/// <summary>Finds what somebody meant to type.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate that differs in the fewest letters, at most a third of them, or only in case and in how words are joined; null where
    /// none does.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, name.Length / 3);
        var wanted = Normalize(name);
        return candidates
            .Select(candidate => (candidate, distance: Distance(wanted, Normalize(candidate))))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    // Case and the way words are joined are the commonest slips: they cost nothing.
    private static string Normalize(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    // Letters left out, added or changed, and neighbours swapped, count one each.
    private static int Distance(string a, string b)
    {
        var older = new int[b.Length + 1];
        var old = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = old[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(old[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], older[j - 2] + 1);
            }

            (older, old) = (old, row);
        }

        return old[b.Length];
    }
}
