namespace Tocsin.Sdk;

/// <summary>An incident of another system that an alert is linked to.</summary>
/// <param name="System">The system: <c>victorops</c>, <c>pagerduty</c>, …</param>
/// <param name="Id">The incident's id or number there.</param>
/// <param name="Url">Its page; empty when it is not known.</param>
public sealed record IncidentReference(string System, string Id, string Url = "");
