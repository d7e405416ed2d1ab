using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>What a webhook says of an incident. Notes carry a reference to theirs only, without its key.</summary>
internal sealed class WebhookIncident(JsonBody told, SourceRequest request)
{
    private readonly JsonBody _data = told["data"];

    public string Id => _data["incident"].IsObject ? _data["incident"]["id"].Text : _data["id"].Text;

    /// <summary>The key by which the incident was triggered, which is the alert's id; the incident's id where it has none.</summary>
    public string AlertId => _data["incident_key"].Text is { Length: > 0 } key ? key : Id;

    /// <summary>The same when PagerDuty sends again.</summary>
    public string DedupeKey => request.Header("X-Webhook-Id") is { Length: > 0 } id ? id : told["id"].Text;

    public string Title => First(_data["title"], _data["incident"]["summary"], _data["summary"]) is { Length: > 0 } title ? title : AlertId;

    public string Note => _data["content"].Text;

    public string Page => First(_data["html_url"], _data["incident"]["html_url"]);

    public string Agent => told["agent"]["summary"].Text;

    public string Urgency => _data["urgency"].Text;

    public string Priority => _data["priority"]["summary"].Text;

    public DateTimeOffset Time => told["occurred_at"].Time ?? request.Received;

    public DateTimeOffset? Created => _data["created_at"].Time;

    public string Details => string.Join('\n', new[] { Page, Agent.Length > 0 ? $"by {Agent}" : "" }.Where(line => line.Length > 0));

    public IReadOnlyList<AlertLink> Links => Uri.TryCreate(Page, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
        ? [new AlertLink($"Incident {First(_data["number"], _data["id"])}", Page)]
        : [];

    public IReadOnlyDictionary<string, string> Tags => Told(
        ("service", _data["service"]["summary"]),
        ("escalation_policy", _data["escalation_policy"]["summary"]),
        ("team", _data["teams"].Items.FirstOrDefault()["summary"]),
        ("urgency", _data["urgency"])).ToDictionary(entry => entry.Key, entry => entry.Value);

    public IReadOnlyDictionary<string, object?> Fields => Told(
        ("incident", _data["id"]), ("number", _data["number"]), ("status", _data["status"]), ("priority", _data["priority"]["summary"]),
        ("resolve_reason", _data["resolve_reason"])).ToDictionary(entry => entry.Key, object? (entry) => entry.Value);

    private static IEnumerable<KeyValuePair<string, string>> Told(params (string Name, JsonBody Value)[] values) =>
        from value in values where value.Value.Text.Length > 0 select KeyValuePair.Create(value.Name, value.Value.Text);

    private static string First(params ReadOnlySpan<JsonBody> values)
    {
        foreach (var value in values)
        {
            if (value.Text.Length > 0)
                return value.Text;
        }

        return "";
    }
}
