using Tocsin.Sdk;

namespace Tocsin.Pipelines.Shadows;

/// <summary>A change of an alert's level, of a live task or of its shadow.</summary>
/// <param name="IsShadow">Whose it is.</param>
/// <param name="Id">The alert's id.</param>
/// <param name="Time">Of the data, nanoseconds since 1970 in UTC.</param>
/// <param name="Level">The level that it has then.</param>
/// <param name="Message">What was said.</param>
public sealed record ShadowChange(bool IsShadow, string Id, long Time, AlertLevel Level, string Message);
