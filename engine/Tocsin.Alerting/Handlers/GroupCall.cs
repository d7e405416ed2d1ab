using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Calls a handler with an event in the form that it has for it.</summary>
public static class GroupCall
{
    /// <summary>Delivers an event: as a list where it stands for several alerts and the handler has a form for these.</summary>
    public static ValueTask<Delivery> DeliverAsync(this IAlertHandler handler, AlertEvent alert, CancellationToken cancellationToken) =>
        alert.Members.Count > 0 && handler is IGroupHandler groups
            ? groups.HandleGroupAsync(new AlertGroup(alert), cancellationToken)
            : handler.HandleAsync(alert, cancellationToken);
}
