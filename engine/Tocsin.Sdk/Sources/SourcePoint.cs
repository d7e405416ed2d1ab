namespace Tocsin.Sdk.Sources;

/// <summary>A point for scripts: what a source measured.</summary>
/// <param name="Measurement">Its name.</param>
/// <param name="Tags">Tags by name; empty values are left out.</param>
/// <param name="Fields"><see cref="double"/>, <see cref="long"/>, <see cref="bool"/> or <see cref="string"/>, at least one.</param>
/// <param name="Time">When it was measured.</param>
public sealed record SourcePoint(
    string Measurement, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, object> Fields, DateTimeOffset Time);
