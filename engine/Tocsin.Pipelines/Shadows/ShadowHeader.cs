namespace Tocsin.Pipelines.Shadows;

/// <summary>What a comparison is of.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Live">What the live task runs, as a print; empty when it has not run yet.</param>
/// <param name="Shadow">The same of the shadow.</param>
/// <param name="Open">Alerts that one of the two had open then: they are compared from their end on.</param>
internal sealed record ShadowHeader(DateTimeOffset Since, string Live, string Shadow, IReadOnlyList<string> Open);
