using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>What a handler file holds.</summary>
/// <param name="Entries">The handlers that are right, in the order of the file.</param>
/// <param name="Problems">What is wrong with the others, and warnings of keys that look misspelt, with the places.</param>
public sealed record HandlerFileResult(IReadOnlyList<HandlerFileEntry> Entries, IReadOnlyList<ConfigProblem> Problems)
{
    /// <summary>Handlers with which something is wrong, which <see cref="Problems"/> tell: their kinds and options can be judged nevertheless.</summary>
    public IReadOnlyList<HandlerFileEntry> Faulty { get; init; } = [];

    /// <summary>Those of <see cref="Problems"/> that are not warnings.</summary>
    public IEnumerable<ConfigProblem> Errors => Problems.Where(problem => !problem.IsWarning);

    /// <summary>The handlers themselves.</summary>
    public IEnumerable<HandlerSpec> Handlers => Entries.Select(entry => entry.Spec);
}
