using System.Net;
using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>Reads what PagerDuty answers.</summary>
internal static class EventReply
{
    /// <summary>The system that both kinds of handlers tell.</summary>
    public const string System = "pagerduty";

    /// <summary>The Events API has no word for notes, nor for taking an acknowledgement back.</summary>
    public static readonly Delivery NotExpressible = Delivery.Done with { Reply = "not sent: PagerDuty's Events API takes acknowledgements only" };

    /// <summary>
    /// True when a problem begins of which PagerDuty has an incident by another way: an event would open its duplicate. Of a level that rises
    /// later on, nobody knows whether that way tells.
    /// </summary>
    public static bool IsAnotherIncident(AlertEvent alert) =>
        alert is { Level: > AlertLevel.Ok, PreviousLevel: AlertLevel.Ok, Activity: null } && alert.Incidents.Any(incident => incident.System == System);

    /// <summary>What becomes of such an event.</summary>
    public static Delivery LinkedAlready(AlertEvent alert) => Delivery.Done with
    {
        Reply = $"not sent: PagerDuty has incident {alert.Incidents.First(incident => incident.System == System).Id} of this alert already",
    };

    /// <summary>A delivery with the incident that PagerDuty named by its key, if it did.</summary>
    public static Delivery WithIncident(Delivery delivery, string key) => delivery.Outcome == DeliveryOutcome.Done && key.Length > 0
        ? delivery with { Incident = new IncidentReference(System, key) }
        : delivery;

    /// <summary>What becomes of an event by an answer, which says in the body how it went, whatever the status.</summary>
    /// <param name="tooOften">A further status with which PagerDuty says that it is asked too often.</param>
    public static Delivery Judge(ServiceReply reply, HttpStatusCode? tooOften = null) => reply.IsSuccess && reply.Text("status") is not ("" or "success")
        ? reply.NotTaken(Reason(reply))
        : reply.Judge(Reason(reply), tooOften);

    /// <summary>What is wrong in PagerDuty's words, <c>Event object is invalid (no routing key; no severity)</c>; empty when it says nothing.</summary>
    public static string Reason(ServiceReply reply)
    {
        var message = reply.Text("message");
        var errors = message.Length == 0 ? [] : reply.Texts("errors");
        return errors.Count == 0 ? message : $"{message} ({string.Join("; ", errors)})";
    }
}
