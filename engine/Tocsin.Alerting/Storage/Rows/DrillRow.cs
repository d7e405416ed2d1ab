namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A drill on a schedule as the store keeps it: how it was written, and how it went last.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it says, as JSON.</param>
/// <param name="LastUnixMilliseconds">When it was made last; null when never.</param>
/// <param name="Problem">Why it has not arrived then; empty when it has.</param>
/// <param name="Arrived">Who delivered it, a line for each.</param>
public sealed record DrillRow(string Id, string Definition, long? LastUnixMilliseconds, string Problem, string Arrived);
