namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>What VictorOps' list of incidents tells of one alert.</summary>
/// <param name="Open">Its open incidents, the newest first.</param>
/// <param name="Listed">The numbers of all incidents of the list, whatever they are about and however they stand.</param>
internal sealed record FoundIncidents(IReadOnlyList<Incident> Open, IReadOnlySet<string> Listed);
