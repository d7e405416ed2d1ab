using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>The bodies of requests to the public API.</summary>
internal static class IncidentRequests
{
    public static ReadOnlyMemory<byte> Create(string summary, string details, string user, IReadOnlyList<IncidentTarget> targets, bool isMultiResponder) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("summary"u8, summary);
        json.WriteString("details"u8, details);
        json.WriteString("userName"u8, user);
        WriteTargets(json, targets);
        json.WriteBoolean("isMultiResponder"u8, isMultiResponder);
    });

    /// <summary>To acknowledge or resolve.</summary>
    public static ReadOnlyMemory<byte> Change(IEnumerable<string> numbers, string user, string message) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("userName"u8, user);
        json.WriteStartArray("incidentNames"u8);
        foreach (var number in numbers)
            json.WriteStringValue(number);
        json.WriteEndArray();
        json.WriteString("message"u8, message);
    });

    public static ReadOnlyMemory<byte> Reroute(string number, string user, IReadOnlyList<IncidentTarget> targets) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("userName"u8, user);
        json.WriteStartArray("reroutes"u8);
        json.WriteStartObject();
        json.WriteString("incidentNumber"u8, number);
        WriteTargets(json, targets);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>That the level has changed. Of the same change, it always has the same name.</summary>
    public static ReadOnlyMemory<byte> Note(AlertEvent alert, string product) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("name"u8, string.Create(CultureInfo.InvariantCulture, $"{product}-{alert.Level.Text()}-{alert.Time.ToUnixTimeSeconds()}"));
        json.WriteString("display_name"u8, $"{alert.PreviousLevel.Text()} -> {alert.Level.Text()}");
        json.WriteStartObject("json_value"u8);
        json.WriteString("level"u8, alert.Level.Text());
        json.WriteString("previous_level"u8, alert.PreviousLevel.Text());
        json.WriteString("message"u8, LimitedText.Cut(alert.Message, Limits.StateMessage));
        json.WriteString("time"u8, alert.Time);
        json.WriteEndObject();
    });

    private static void WriteTargets(Utf8JsonWriter json, IReadOnlyList<IncidentTarget> targets)
    {
        json.WriteStartArray("targets"u8);
        foreach (var target in targets)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, target.Type);
            json.WriteString("slug"u8, target.Slug);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
