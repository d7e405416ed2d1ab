namespace Tocsin.Alerting.Configuration;

/// <summary>Keys that nobody reads, told of: a file of another program has thousands.</summary>
public static class UnknownKeys
{
    /// <summary>So many are named.</summary>
    public const int MostNamed = 20;

    /// <summary>The problems, of those of unknown keys only the first, with how many more there are.</summary>
    public static IReadOnlyList<ConfigProblem> Limit(IReadOnlyList<ConfigProblem> problems)
    {
        var more = problems.Where(problem => problem.IsOfUnknownKey).Skip(MostNamed).ToList();
        if (more.Count == 0)
            return problems;
        var left = more.ToHashSet(ReferenceEqualityComparer.Instance);
        return
        [
            .. problems.Where(problem => !left.Contains(problem)),
            new ConfigProblem($"{more.Count} more {(more.Count == 1 ? "key is" : "keys are")} not known, from here on: is the file one of this server or of Kapacitor?", more[0].Place, more.TrueForAll(problem => problem.IsWarning)),
        ];
    }
}
