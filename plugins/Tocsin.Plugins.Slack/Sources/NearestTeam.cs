namespace Tocsin.Plugins.Slack.Sources;

/// <summary>The team that somebody may have meant.</summary>
internal static class NearestTeam
{
    /// <summary>The name that takes the fewest letters to change; null when more than a third of the letters would.</summary>
    public static string? Find(string word, IEnumerable<string> names)
    {
        // Nobody misspells a name of a thousand letters.
        if (word.Length > 100)
            return null;
        var (best, distance) = names.Select(name => (Name: name, Distance: Distance(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal).FirstOrDefault();
        return best is not null && distance * 3 <= Math.Max(3, best.Length) ? best : null;
    }

    // Letters to add, take away or exchange.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }
}
