using Tocsin.Engine.Configuration;

namespace Tocsin.Engine.Sources;

/// <summary>A source of a file.</summary>
/// <param name="Spec">The source.</param>
/// <param name="Values">Its keys with their places; variables stand in it as they were written.</param>
public sealed record SourceFileEntry(SourceSpec Spec, ConfigMap Values);
