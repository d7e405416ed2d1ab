namespace Tocsin.Server.RuleTests.Files;

/// <summary>Neighbours that belong together.</summary>
internal static class AdjacentGroups
{
    /// <summary>The runs of neighbours with the same key.</summary>
    public static IEnumerable<(TKey Key, IReadOnlyList<T> Items)> Adjacent<T, TKey>(this IEnumerable<T> items, Func<T, TKey> keyOf)
    {
        var run = new List<T>();
        foreach (var item in items)
        {
            if (run.Count > 0 && !EqualityComparer<TKey>.Default.Equals(keyOf(run[0]), keyOf(item)))
            {
                yield return (keyOf(run[0]), [.. run]);
                run.Clear();
            }

            run.Add(item);
        }

        if (run.Count > 0)
            yield return (keyOf(run[0]), run);
    }
}
