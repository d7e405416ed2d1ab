using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>What events of other systems measured, as PagerDuty shows it: names and values. The data of tasks goes as the peer has it.</summary>
internal static class EventValues
{
    private const int Most = 50;

    // What says where it is, in the order of how near it comes to a host.
    private static readonly string[] Places = ["host", "hostname", "instance", "service", "monitor", "test", "collection", "agent"];

    public static bool Has(AlertEvent alert) => alert.TaskName.Length == 0 && alert.Fields.Count > 0;

    /// <summary>What the event is about: its host; of other systems, what they name in a host's place.</summary>
    public static string SourceOf(AlertEvent alert)
    {
        var places = alert.TaskName.Length > 0 ? Places.AsSpan(0, 1) : Places;
        foreach (var place in places)
        {
            if (alert.Tags.TryGetValue(place, out var value) && value.Length > 0)
                return value;
        }

        return alert.TaskName.Length > 0 || alert.Name.Length == 0 ? "unknown" : alert.Name;
    }

    /// <summary>Writes members of an object, but those of some names.</summary>
    public static void Write(Utf8JsonWriter json, AlertEvent alert, params ReadOnlySpan<string> taken)
    {
        if (!Has(alert))
            return;
        foreach (var (name, value) in alert.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Take(Most))
        {
            if (value is not null && !taken.Contains(name))
                EventField.Write(json, name, value, Limits.Summary);
        }
    }
}
