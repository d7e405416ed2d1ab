using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>Reads what PagerDuty answers.</summary>
internal static class EventReply
{
    /// <summary>What is wrong in PagerDuty's words, <c>Event object is invalid (no routing key; no severity)</c>; empty when it says nothing.</summary>
    public static string Reason(ServiceReply reply)
    {
        var message = reply.Text("message");
        var errors = message.Length == 0 ? [] : reply.Texts("errors");
        return errors.Count == 0 ? message : $"{message} ({string.Join("; ", errors)})";
    }
}
