namespace Tocsin.Engine.Drills;

/// <summary>A drill as it is kept: how it was written, and how it went last.</summary>
/// <param name="Json">How it was written.</param>
/// <param name="Last">When it was made last; null when never.</param>
/// <param name="Problem">Why it has not arrived then; empty when it has.</param>
/// <param name="Arrived">Who delivered it.</param>
internal sealed record DrillRecord(string Json, DateTimeOffset? Last, string Problem, IReadOnlyList<string> Arrived);
