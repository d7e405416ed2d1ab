namespace Tocsin.Engine.Drills;

/// <summary>A drill on a schedule, and how it went last.</summary>
/// <param name="Definition">The drill.</param>
/// <param name="Last">When it was made last; null when never.</param>
/// <param name="Next">When it is due; null when never again.</param>
/// <param name="Problem">Why it has not arrived; empty when it has, or was never made.</param>
/// <param name="Arrived">Who delivered it last.</param>
public sealed record DrillStatus(DrillDefinition Definition, DateTimeOffset? Last, DateTimeOffset? Next, string Problem, IReadOnlyList<string> Arrived);
