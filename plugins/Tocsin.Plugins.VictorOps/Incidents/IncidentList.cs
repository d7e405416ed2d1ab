using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Finds the incident of an alert among all that are open or were resolved lately.</summary>
internal static class IncidentList
{
    /// <summary>False when the answer is no list of incidents: then nobody knows whether there is one.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="alertId">The alert.</param>
    /// <param name="open">The newest open incident of it; null when there is none.</param>
    public static bool TryFindOpen(string json, string alertId, out Incident? open)
    {
        open = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object ||
                !document.RootElement.TryGetProperty("incidents", out var incidents) || incidents.ValueKind != JsonValueKind.Array)
                return false;

            // The REST integration opens incidents under the alert's id, this one marks their titles.
            var (entity, mark) = (LimitedText.CutId(alertId, Limits.EntityId), IncidentMark.Of(alertId));
            open = incidents.EnumerateArray()
                .Where(i => i.ValueKind == JsonValueKind.Object && (Text(i, "entityId") == entity || Holds(i, mark)))
                .Where(i => Text(i, "currentPhase") != "RESOLVED" && Text(i, "incidentNumber").Length > 0)
                .OrderByDescending(i => long.TryParse(Text(i, "incidentNumber"), CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Select(i => new Incident(Text(i, "incidentNumber"), Text(i, "currentPhase") == "ACKED"))
                .FirstOrDefault();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Holds(JsonElement value, string mark) => value.ValueKind switch
    {
        JsonValueKind.String => value.ValueEquals(mark) || (value.GetString() ?? "").Contains(mark, StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Any(v => Holds(v, mark)),
        JsonValueKind.Object => value.EnumerateObject().Any(p => Holds(p.Value, mark)),
        _ => false,
    };

    private static string Text(JsonElement incident, string key) => incident.TryGetProperty(key, out var value) ? value.ToString() : "";
}
