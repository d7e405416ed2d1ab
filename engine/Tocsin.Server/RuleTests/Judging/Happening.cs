using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Sdk;

namespace Tocsin.Server.RuleTests.Judging;

/// <summary>One thing that happened, in the form in which files expect it.</summary>
/// <param name="Summary">In a line for people.</param>
/// <param name="Id">The alert's id, with the handler for what is sent, or the address of a request that a node makes: those of one have an order.</param>
internal sealed record Happening(JsonObject Content, string Summary, string Id)
{
    public static Happening Of(AlertEvent alert) => new(Describe(alert), $"{alert.PreviousLevel.Text()} → {alert.Level.Text()} '{alert.Id}': {alert.Message}", alert.Id);

    /// <summary>What a handler did: its requests one by one, or what it would have done otherwise.</summary>
    /// <param name="handlers">Names them.</param>
    public static IEnumerable<Happening> Of(HandlerCall call, HandlerNames handlers)
    {
        var name = handlers.Of(call.Target);
        if (call.Requests.Count == 0)
            yield return new Happening(Head(call, name), $"to {name} ({call.Kind}): {(call.Action is null ? call.Refusal : $"{call.Event.Level.Text()} '{call.Event.Id}'")}", OrderOf(call));
        foreach (var request in call.Requests)
            yield return new Happening(With(Head(call, name), request), $"to {name}: {Line(request)}", OrderOf(call));
    }

    /// <summary>All that handlers and nodes sent.</summary>
    /// <param name="handlers">Names them.</param>
    public static IEnumerable<Happening> Sent(RehearsalRecord record, HandlerNames handlers) => [.. record.Calls.SelectMany(call => Of(call, handlers)), .. record.Requests.Select(Of)];

    /// <summary>What a node sent itself.</summary>
    public static Happening Of(CapturedRequest request) =>  request.Node is { } node
        ? new(With(new JsonObject { ["to"] = node }, request), $"by {node}: {Line(request)}", $"{node} {request.Url}")
        : new(With([], request), $"by a node: {Line(request)}", request.Url);

    /// <summary>What a node hands over to be written to InfluxDB.</summary>
    public static Happening Of(WrittenPoint point)
    {
        var dbrp = point.Target.RetentionPolicy.Length > 0 ? $"{point.Target.Database}.{point.Target.RetentionPolicy}" : point.Target.Database;
        var tags = Describe(point.Tags);
        var fields = Describe(point.Fields);
        var series = $"{point.Node} to {dbrp}: {point.Measurement} {ValueMatch.Shown(tags)}";
        var content = new JsonObject
        {
            ["by"] = point.Node,
            ["dbrp"] = dbrp,
            ["measurement"] = point.Measurement,
            ["time"] = new Instant(point.UnixNanoseconds).ToString(),
            ["tags"] = tags,
            ["fields"] = fields,
        };
        return new(content, $"by {series} {ValueMatch.Shown(fields)}", series);
    }


    // Handlers do not wait for each other.
    private static string OrderOf(HandlerCall call) => $"{call.Target} {call.Event.Id}";

    private static JsonObject Head(HandlerCall call, string name) => new() { ["to"] = name, ["kind"] = call.Kind, ["event"] = Describe(call.Event), ["refused"] = call.Refusal };

    private static JsonObject With(JsonObject head, CapturedRequest request)
    {
        head[request.Method] = request.Url;
        head["body"] = request.Body;
        head["json"] = Parse(request.Body);
        head["headers"] = new JsonObject(request.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
        return head;
    }

    private static string Line(CapturedRequest request) => $"{request.Method} {request.Url} {ValueMatch.Shown(Parse(request.Body) ?? request.Body)}";

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            // Not every service takes JSON.
            return null;
        }
    }

    private static JsonObject Describe(AlertEvent alert) => new()
    {
        ["id"] = alert.Id,
        ["level"] = alert.Level.Text(),
        ["from"] = alert.PreviousLevel.Text(),
        ["message"] = alert.Message,
        ["details"] = alert.Details,
        ["task"] = alert.TaskName,
        ["topic"] = alert.Topic,
        ["time"] = new Instant(alert.UnixNanoseconds).ToString(),
        ["duration"] = new Duration(alert.DurationNanoseconds).ToString(),
        ["name"] = alert.Name,
        ["group"] = alert.Group,
        ["tags"] = Describe(alert.Tags),
        ["fields"] = Describe(alert.Fields),
    };

    private static JsonObject Describe(IReadOnlyDictionary<string, string> tags) => new(tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));

    private static JsonObject Describe(IReadOnlyDictionary<string, object?> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Key, JsonSerializer.SerializeToNode(field.Value))));
}
