namespace Tocsin.Sdk;

/// <summary>The name that somebody may have meant, for messages about one that is not known.</summary>
public static class NearestText
{
    private const int LongestWord = 100;

    /// <summary>The name that takes the fewest letters to add, take away or exchange, in any case; null when that is more than a third of them.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="names">What there is.</param>
    public static string? Find(string word, IEnumerable<string> names)
    {
        // Nobody misspells a name of a thousand letters.
        if (word.Length > LongestWord)
            return null;

        var (best, distance) = names.Where(static name => name.Length <= LongestWord)
            .Select(name => (Name: name, Distance: Distance(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(static candidate => candidate.Distance).ThenBy(static candidate => candidate.Name, StringComparer.Ordinal).FirstOrDefault();
        return best is not null && distance * 3 <= Math.Max(3, best.Length) ? best : null;
    }

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
