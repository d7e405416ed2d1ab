using Tocsin.Alerting.Alerts.Silences;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>A silence as it stands at a moment.</summary>
/// <param name="Span">The stretch in which it is active, or will be next; null when it is over.</param>
/// <param name="Matching">How many open alerts it matches, whether it is active or not.</param>
/// <param name="Withheld">How many of its alerts are not known to a handler.</param>
public readonly record struct SilenceStatus(Silence Silence, SilenceState State, SilenceSpan? Span, int Matching, int Withheld);
