namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>An incident that is not resolved.</summary>
/// <param name="Number">Its number, <c>14</c>.</param>
/// <param name="IsAcknowledged">Whether somebody has acknowledged it.</param>
internal sealed record Incident(string Number, bool IsAcknowledged);
