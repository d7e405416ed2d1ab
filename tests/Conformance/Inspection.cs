using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>Asks the server for what a case wants to know once all data has passed, and stops the task.</summary>
internal sealed class Inspection(RunningServer server, Case recorded, string task, Placeholders names, JsonObject seen)
{
    public async Task WriteAsync()
    {
        await ReadOutputsAsync();
        await ReadPathsAsync();
        await ReadCountersAsync();
        if (recorded.Flag("stop", otherwise: true))
        {
            await server.Api.CallAsync("PATCH", TaskPath, new JsonObject { ["status"] = "disabled" });
            await server.QuietAsync();
        }

        var answer = await server.Api.CallAsync("GET", TaskPath + "?fields=error&fields=executing&fields=status");
        if (answer.Body is JsonObject map && map["error"]?.ToString() is { Length: > 0 } error)
            seen["task_error"] = error;
        await ReadTopicsAsync();
    }

    private string TaskPath => $"{ApiClient.Base}/tasks/{task}";

    private async Task ReadOutputsAsync()
    {
        var outputs = new JsonObject();
        foreach (var name in recorded.Texts("http_out"))
            outputs[name] = (await server.Api.CallAsync("GET", $"{TaskPath}/{name}")).Body;
        AddTo("http_out", outputs);
    }

    private async Task ReadPathsAsync()
    {
        var answers = new JsonObject();
        foreach (var path in recorded.Texts("get"))
        {
            var answer = await server.Api.CallAsync("GET", names.Fill(path));
            answers[path] = new JsonObject { ["status"] = answer.Status, ["body"] = answer.Body };
        }

        AddTo("get", answers);
    }

    private async Task ReadCountersAsync()
    {
        if (recorded.Settings["stats"] is not JsonObject wanted)
            return;

        var all = (await server.Api.CallAsync("GET", TaskPath)).Body?["stats"]?["node-stats"];
        seen["stats"] = new JsonObject(wanted.Select(node => KeyValuePair.Create(
            node.Key,
            (JsonNode?)new JsonObject(node.Value!.AsArray().Select(counter => counter!.GetValue<string>()).Select(counter =>
                KeyValuePair.Create(counter, all?[node.Key]?[counter]?.DeepClone()))))));
    }

    private async Task ReadTopicsAsync()
    {
        var topics = new JsonObject();
        foreach (var topic in recorded.Texts("topics"))
        {
            var answer = await server.Api.CallAsync("GET", $"{ApiClient.Base}/alerts/topics/{ApiClient.Quote(names.Fill(topic))}/events");
            topics[topic] = answer.IsGood ? Events(answer.Body?["events"]) : new JsonObject { ["status"] = answer.Status };
        }

        AddTo("topics", topics);
    }

    /// <summary>The events of a topic by id.</summary>
    internal static JsonArray Events(JsonNode? events) => new(
    [
        .. (events as JsonArray ?? []).OrderBy(one => one!["id"]!.GetValue<string>(), StringComparer.Ordinal).Select(one => new JsonObject
        {
            ["id"] = one!["id"]!.DeepClone(),
            ["level"] = one["state"]!["level"]!.DeepClone(),
            ["message"] = one["state"]!["message"]!.DeepClone(),
        }),
    ]);

    private void AddTo(string name, JsonObject found)
    {
        if (found.Count > 0)
            seen[name] = found;
    }
}
