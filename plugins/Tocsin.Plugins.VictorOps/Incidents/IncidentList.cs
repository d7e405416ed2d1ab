using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Finds the incidents of an alert among all that are open or were resolved lately.</summary>
internal static class IncidentList
{
    /// <summary>False when the answer is not a list of incidents: then nobody knows whether there is one.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="alert">The alert, with the incidents that it is linked to.</param>
    public static bool TryFind(string json, AlertEvent alert, [NotNullWhen(true)] out FoundIncidents? found)
    {
        found = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object ||
                !document.RootElement.TryGetProperty("incidents", out var incidents) || incidents.ValueKind != JsonValueKind.Array)
                return false;

            var all = incidents.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object && Text(i, "incidentNumber").Length > 0).ToList();
            var belongs = BelongsTo(alert);
            found = new FoundIncidents(
                [
                    .. all.Where(i => Text(i, "currentPhase") != "RESOLVED" && belongs(i))
                        .OrderByDescending(i => long.TryParse(Text(i, "incidentNumber"), CultureInfo.InvariantCulture, out var number) ? number : 0)
                        .Select(i => new Incident(Text(i, "incidentNumber"), Text(i, "currentPhase") == "ACKED")),
                ],
                all.Select(i => Text(i, "incidentNumber")).ToHashSet());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The REST integration opens incidents under the alert's id, this one marks their titles, and others are linked by number or entity.
    private static Func<JsonElement, bool> BelongsTo(AlertEvent alert)
    {
        var (entity, mark) = (LimitedText.CutId(alert.Id, Limits.EntityId), IncidentMark.Of(alert.Id));
        var linked = alert.Incidents.Where(incident => incident.System == VictorOpsSystem.Name && incident.Id != entity).Select(incident => incident.Id).ToHashSet();
        return i => Text(i, "entityId") == entity || linked.Contains(Text(i, "incidentNumber")) || linked.Contains(Text(i, "entityId")) || Holds(i, mark);
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
