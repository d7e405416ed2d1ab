using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>What became of a silence that somebody defined.</summary>
/// <param name="Silence">Null when it was refused.</param>
/// <param name="Problems">Why it was; otherwise what whoever defined it should know.</param>
public readonly record struct SilenceOutcome(Silence? Silence, IReadOnlyList<ConfigProblem> Problems);
