using Tocsin.Alerting.Configuration;

namespace Tocsin.Engine.Sources;

/// <summary>What a file of sources holds.</summary>
/// <param name="Entries">The sources that are right so far, in the order of the file; their options are judged when they are defined.</param>
/// <param name="Problems">What is wrong, with the places.</param>
public sealed record SourceFileResult(IReadOnlyList<SourceFileEntry> Entries, IReadOnlyList<ConfigProblem> Problems);
