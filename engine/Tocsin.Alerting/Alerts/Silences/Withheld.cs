using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>That a handler does not know the state of an alert, because a silence keeps it back.</summary>
/// <param name="Target">The number of the handler's target.</param>
/// <param name="Told">The level that the handler was notified of last; OK when it knows nothing of the problem.</param>
/// <param name="Ceiling">The highest level that a silence until the alert is resolved keeps back.</param>
/// <param name="Silence">The id of the silence.</param>
/// <param name="Since">When the first event was kept back.</param>
internal sealed record Withheld(int Target, AlertLevel Told, AlertLevel Ceiling, string Silence, DateTimeOffset Since);
