using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>An alert as senders write it for the REST integration.</summary>
internal sealed class RestAlert(JsonBody body, string id, string routingKey, DateTimeOffset received)
{
    private const string Links = "vo_annotate.u.";
    private const int MostFields = 100;

    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "message_type", "entity_id", "entity_display_name", "state_message", "timestamp", "state_start_time", "monitoring_tool", "hostname",
        "host_name", "routing_key", "ack_author", "ack_user", "ack_message", "ack_msg",
    };

    public SourceEvent At(AlertLevel level) => new()
    {
        Id = id,
        Level = level,
        Message = FirstOf("entity_display_name", "state_message") is { Length: > 0 } message ? message : id,
        Details = body["state_message"].Text,
        Time = body["timestamp"].Time,
        Started = body["state_start_time"].Time,
        Tags = Tags(),
        Fields = Fields(),
        Links = AnnotatedLinks(),
    };

    public SourceEvent Acknowledged() => new()
    {
        Id = id,
        Activity = new AlertActivity
        {
            Kind = ActivityKind.Acknowledged,
            By = FirstOf("ack_author", "ack_user"),
            Text = FirstOf("ack_message", "ack_msg", "state_message"),
            At = body["timestamp"].Time ?? received,
        },
    };

    private Dictionary<string, string> Tags()
    {
        var tags = new Dictionary<string, string>();
        foreach (var (name, value) in new[]
                 {
                     ("host", FirstOf("hostname", "host_name")),
                     ("monitoring_tool", body["monitoring_tool"].Text),
                     ("routing_key", routingKey.Length > 0 ? routingKey : body["routing_key"].Text),
                 })
        {
            if (value.Length > 0)
                tags.Add(name, value);
        }

        return tags;
    }

    private Dictionary<string, object?> Fields()
    {
        var fields = new Dictionary<string, object?>();
        foreach (var (name, value) in body.Members)
        {
            if (fields.Count < MostFields && name.Length > 0 && value.Text.Length > 0 && !Standard.Contains(name) &&
                !name.StartsWith(Links, StringComparison.Ordinal))
                fields[name] = value.Text;
        }

        return fields;
    }

    private List<AlertLink> AnnotatedLinks()
    {
        var links = new List<AlertLink>();
        foreach (var (name, value) in body.Members)
        {
            if (name.StartsWith(Links, StringComparison.Ordinal) && Uri.TryCreate(value.Text, UriKind.Absolute, out var address) &&
                address.Scheme is "http" or "https")
                links.Add(new AlertLink(name[Links.Length..], value.Text));
        }

        return links;
    }

    private string FirstOf(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (body[key].Text is { Length: > 0 } text)
                return text;
        }

        return "";
    }
}
