using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Whom the handlers of a kind tell of alerts.</summary>
/// <param name="Name">The system, such as <c>pagerduty</c>: events that came from there are not told back.</param>
/// <param name="TakesActivity">True when they also tell what was done about alerts.</param>
public readonly record struct HandlerSystem(string Name, bool TakesActivity)
{
    /// <summary>The one place that says whether an event may go to a handler at all, whatever the handler's match expression says.</summary>
    public bool Wants(AlertEvent alert) =>
        (alert.Activity is null || TakesActivity) && (alert.System.Length == 0 || alert.System != Name);
}
