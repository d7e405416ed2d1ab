using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Definitions;

/// <summary>What a handler file holds.</summary>
/// <param name="Entries">The handlers that are right, in the order of the file.</param>
/// <param name="Errors">What is wrong: <c>file:line:column: what</c>. Empty when all is well.</param>
public sealed record HandlerFileResult(IReadOnlyList<HandlerFileEntry> Entries, IReadOnlyList<string> Errors)
{
    /// <summary>Handlers with which something is wrong, which <see cref="Errors"/> tell: their kinds and options can be judged nevertheless.</summary>
    public IReadOnlyList<HandlerFileEntry> Faulty { get; init; } = [];

    /// <summary>Keys that are ignored and look like misspelt ones, with their places.</summary>
    public IReadOnlyList<ConfigProblem> Warnings { get; init; } = [];

    /// <summary>The handlers themselves.</summary>
    public IEnumerable<HandlerSpec> Handlers => Entries.Select(entry => entry.Spec);
}
