namespace Tocsin.Pipelines.Processing;

/// <summary>A message that a node could not process.</summary>
/// <param name="Time">When, by the wall.</param>
/// <param name="What">What was being done.</param>
/// <param name="Why">What went wrong.</param>
public sealed record NodeFailure(DateTimeOffset Time, string What, string Why);
