using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Sdk;

namespace Tocsin.Server.Cli.Run;

/// <summary>Shows events and what handlers do with them to programs: one JSON object a line.</summary>
internal sealed class TrialJson(TextWriter output)
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Event(AlertEvent alert) => Write(new JsonObject
    {
        ["type"] = "event",
        ["task"] = alert.TaskName,
        ["time"] = new Instant(alert.UnixNanoseconds).ToString(),
        ["id"] = alert.Id,
        ["level"] = alert.Level.Text(),
        ["message"] = alert.Message,
        ["details"] = alert.Details,
        ["duration"] = alert.DurationNanoseconds,
        ["data"] = JsonNode.Parse(alert.Data.Span),
    });

    public void Call(HandlerCall call)
    {
        foreach (var request in call.Requests)
        {
            var json = Head("request", call);
            json["method"] = request.Method;
            json["url"] = request.Url;
            json["body"] = request.Body;
            Write(json);
        }

        if (call.Action is not null)
        {
            var json = Head("action", call);
            json["input"] = call.Action;
            Write(json);
        }

        if (call.Refusal is not null)
        {
            var json = Head("refusal", call);
            json["reason"] = call.Refusal;
            Write(json);
        }
    }

    private static JsonObject Head(string type, HandlerCall call) => new()
    {
        ["type"] = type,
        ["kind"] = call.Kind,
        ["handler"] = call.Handler,
        ["topic"] = call.Event.Topic,
        ["id"] = call.Event.Id,
    };

    private void Write(JsonObject json) => output.WriteLine(json.ToJsonString(OneLine));
}
