using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>
/// Runs one case with an InfluxDB: fills it, defines the task, makes its recordings, plays them, lets the task run for a while, and writes
/// down what can be seen.
/// </summary>
internal sealed class BatchRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly BatchServer _server;
    private readonly Case _case;
    private readonly JsonObject _settings;
    private readonly Placeholders _names = new();
    private readonly BatchTimes _times;
    private readonly string _task;
    private readonly string _database;
    private readonly InfluxContent _influx;
    private readonly JsonObject _seen = [];
    private readonly JsonObject _outputs = [];
    private readonly List<string> _made = [];
    private readonly List<string> _topics = [];

    // The sign of "a minute from now" must not be escaped.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public BatchRun(BatchServer server, Case recorded)
    {
        _server = server;
        _case = recorded;
        _task = server.NewTaskId();
        _database = "b" + _task[1..];
        _influx = new InfluxContent(server.Influxd);
        _times = new BatchTimes(server.Now);
        _names.Add(server.Sink.Url + Prefix, "@SINK@");
        _names.Add(server.Influxd.Url, "@INFLUX@");
        _names.Add(_database, "@DB@");
        _names.Add(_task, "@TASK@");
        _settings = JsonNode.Parse(Fill(recorded.Settings.ToJsonString(Plain)))!.AsObject();
    }

    /// <summary>The outcome, with placeholders in it.</summary>
    public async Task<JsonNode> RunAsync()
    {
        _server.Sink.Take(_ => true);
        await _influx.FillAsync(Fill(_case.Data), _database);
        foreach (var handler in Items("handlers"))
            await DefineHandlerAsync(handler);
        foreach (var (other, number) in Items("others").Select((other, i) => (other, i + 1)))
            Append("others", await DefineAsync($"{_task}-{number}", other["script"]!.GetValue<string>(), Text(other, "type", "stream"), other["dbrps"], "enabled"));
        _seen["define"] = await DefineAsync(_task, Fill(_case.Script), Type, _settings["dbrps"], Text(_settings, "status", "disabled"));
        if (_seen["define"]!["accepted"]!.GetValue<bool>())
            await PlayAsync();
        ReadPosts();
        await ReadInfluxAsync();
        return BatchTimes.Clear(_names.Clear(_seen)!, Text(_settings, "times", "keep"));
    }

    public async ValueTask DisposeAsync()
    {
        // What was made of a task goes before it.
        foreach (var path in _made.AsEnumerable().Reverse())
            await _server.Api.CallAsync("DELETE", path);
        foreach (var topic in _topics.Concat(_case.Texts("topics").Select(Fill)).Distinct())
            await _server.Api.CallAsync("DELETE", $"{ApiClient.Base}/alerts/topics/{ApiClient.Quote(topic)}");
        await _influx.DropAsync(_database);
    }

    private string Prefix => "/" + _task;

    private string Type => Text(_settings, "type", "batch");

    private string TaskPath => $"{ApiClient.Base}/tasks/{_task}";

    private string Fill(string text) => _times.Fill(_names.Fill(text));

    private static string Text(JsonObject map, string key, string otherwise) => map[key]?.GetValue<string>() ?? otherwise;

    private IEnumerable<JsonObject> Items(string key) => Items(_settings[key]);

    private static IEnumerable<JsonObject> Items(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(item => item!.AsObject()),
        JsonObject one => [one],
        _ => [],
    };

    private async Task DefineHandlerAsync(JsonObject handler)
    {
        var topic = handler["topic"]!.GetValue<string>();
        var id = handler["id"]!.GetValue<string>();
        var body = handler.DeepClone().AsObject();
        body.Remove("topic");
        var path = $"{ApiClient.Base}/alerts/topics/{ApiClient.Quote(topic)}/handlers";
        var answer = await _server.Api.CallAsync("POST", path, body);
        if (!answer.IsGood)
            Append("handler_errors", new JsonObject { ["id"] = id, ["status"] = answer.Status, ["error"] = answer.Error });
        _made.Add($"{path}/{ApiClient.Quote(id)}");
        _topics.Add(topic);
    }

    private async Task<JsonObject> DefineAsync(string id, string script, string type, JsonNode? dbrps, string status)
    {
        var body = new JsonObject
        {
            ["id"] = id,
            ["dbrps"] = dbrps?.DeepClone() ?? new JsonArray(new JsonObject { ["db"] = _database, ["rp"] = "autogen" }),
            ["status"] = status,
        };
        if (_case.Flag("template"))
        {
            var template = await _server.Api.CallAsync("POST", $"{ApiClient.Base}/templates", new JsonObject { ["id"] = "t" + id, ["type"] = type, ["script"] = script });
            _made.Add($"{ApiClient.Base}/templates/t{id}");
            _seen["template"] = Verdict(template);
            body["template-id"] = "t" + id;
        }
        else
        {
            body["type"] = type;
            body["script"] = script;
        }

        if (id == _task && _settings["vars"] is { } vars)
            body["vars"] = vars.DeepClone();
        var answer = await _server.Api.CallAsync("POST", $"{ApiClient.Base}/tasks", body);
        _made.Add($"{ApiClient.Base}/tasks/{id}");
        return Verdict(answer);
    }

    private async Task PlayAsync()
    {
        var recordings = Items("record").ToList();
        foreach (var (record, number) in recordings.Select((record, i) => (record, i + 1)))
            Append("recordings", await RecordAsync(record, $"{_task}-r{number}"));
        await _server.QuietAsync();

        var isPlayed = _settings["replay"] is not JsonValue && (_settings.ContainsKey("replay") || recordings.Count > 0);
        var replays = isPlayed ? Items(_settings["replay"] ?? new JsonObject()).ToList() : [];
        foreach (var (replay, number) in replays.Select((replay, i) => (replay, i + 1)))
        {
            Append("replays", await ReplayAsync(replay, $"{_task}-p{number}"));
            await _server.QuietAsync();
        }

        if (_settings["live"]?.GetValue<double>() is { } seconds)
            _seen["live"] = await LiveAsync(TimeSpan.FromSeconds(seconds));
        await _server.QuietAsync();
        if (_case.Texts("http_out") is { Count: > 0 } outputs)
            _seen["http_out"] = new JsonObject(outputs.Select(name => KeyValuePair.Create(name, _outputs[name]?.DeepClone())));
        await ReadTopicsAsync();
    }

    private async Task<JsonObject> RecordAsync(JsonObject record, string id)
    {
        var body = new JsonObject { ["id"] = id };
        foreach (var (key, value) in record)
            body[key] = value?.DeepClone();
        var by = Text(record, "by", "batch");
        body.Remove("by");
        if (by != "query" && !body.ContainsKey("task"))
            body["task"] = _task;
        return await StartAsync("recordings", by, id, body, ["type", "status", "error", "progress"], by == "stream" ? SendStreamAsync : null);
    }

    private async Task<JsonObject> ReplayAsync(JsonObject replay, string id)
    {
        var body = new JsonObject { ["clock"] = "fast", ["recording-time"] = true, ["task"] = _task, ["id"] = id };
        foreach (var (key, value) in replay)
            body[key] = value?.DeepClone();
        var by = Text(replay, "by", "recording");
        body.Remove("by");
        if (by == "recording")
            body["recording"] = body["recording"] is JsonValue given && given.TryGetValue<string>(out var name) ? name : $"{_task}-r{body["recording"]?.GetValue<int>() ?? 1}";
        return await StartAsync("replays", by == "recording" ? "" : by, id, body, ["clock", "recording-time", "status", "error", "progress"], null);
    }

    private async Task<JsonObject> StartAsync(string kind, string by, string id, JsonObject body, IEnumerable<string> keys, Func<Task>? meanwhile)
    {
        _made.Add($"{ApiClient.Base}/{kind}/{id}");
        var answer = await _server.Api.CallAsync("POST", $"{ApiClient.Base}/{kind}{(by.Length > 0 ? "/" + by : "")}", body);
        if (!answer.IsGood)
            return new JsonObject { ["accepted"] = false, ["status"] = answer.Status, ["error"] = answer.Error };
        if (meanwhile is not null)
            await meanwhile();
        var ended = await EndedAsync($"{ApiClient.Base}/{kind}/{id}");
        return new JsonObject(keys.Select(key => KeyValuePair.Create(key, ended[key]?.DeepClone())).Prepend(new("accepted", true)));
    }

    private async Task<JsonObject> EndedAsync(string path)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await _server.Api.CallAsync("GET", path);
            if (answer.Body is JsonObject state && answer.Status != 202 && Text(state, "status", "") != "running")
                return state;
            if (waited.Elapsed > Patience)
                throw new TimeoutException($"{path} does not come to an end: {answer.Body?.ToJsonString()}");
            await ReadOutputsAsync();
            await _server.PassAsync(Step);
        }
    }

    private async Task SendStreamAsync()
    {
        foreach (var step in DataStep.Parse($"#db {_database} autogen\n{Fill(_case.Stream)}"))
        {
            if (step is DataStep.Write write)
                await _server.Api.CallAsync("POST", $"/write?db={Uri.EscapeDataString(write.Database)}&rp={Uri.EscapeDataString(write.RetentionPolicy)}", write.Lines);
            else if (step is DataStep.Sleep sleep)
                await _server.PassAsync(sleep.Time);
            else
                await _server.QuietAsync();
        }
    }

    private async Task<JsonObject> LiveAsync(TimeSpan time)
    {
        var enabled = await _server.Api.CallAsync("PATCH", TaskPath, new JsonObject { ["status"] = "enabled" });
        if (_case.Stream.Length > 0)
            await SendStreamAsync();
        await _server.PassAsync(time);
        await ReadOutputsAsync();
        var state = (await _server.Api.CallAsync("GET", TaskPath)).Body as JsonObject ?? [];
        if (_settings["stats"] is JsonObject wanted)
        {
            var all = state["stats"]?["node-stats"];
            _seen["stats"] = new JsonObject(wanted.Select(node => KeyValuePair.Create(node.Key, (JsonNode?)new JsonObject(
                node.Value!.AsArray().Select(counter => counter!.GetValue<string>()).Select(counter => KeyValuePair.Create(counter, all?[node.Key]?[counter]?.DeepClone()))))));
        }

        await _server.Api.CallAsync("PATCH", TaskPath, new JsonObject { ["status"] = "disabled" });
        await _server.QuietAsync();
        return new JsonObject
        {
            ["enabled"] = enabled.IsGood,
            ["error"] = enabled.Error,
            ["executing"] = state["executing"]?.DeepClone(),
            ["task_error"] = Text(state, "error", ""),
        };
    }

    private async Task ReadOutputsAsync()
    {
        foreach (var name in _case.Texts("http_out"))
        {
            if (await _server.Api.CallAsync("GET", $"{TaskPath}/{name}") is { Status: 200 } answer)
                _outputs[name] = answer.Body?.DeepClone();
        }
    }

    private async Task ReadTopicsAsync()
    {
        if (_case.Texts("topics") is not { Count: > 0 } topics)
            return;
        var seen = new JsonObject();
        foreach (var topic in topics)
        {
            var answer = await _server.Api.CallAsync("GET", $"{ApiClient.Base}/alerts/topics/{ApiClient.Quote(Fill(topic))}/events");
            seen[topic] = answer.IsGood ? Inspection.Events(answer.Body?["events"]) : new JsonObject { ["status"] = answer.Status };
        }

        _seen["topics"] = seen;
    }

    private void ReadPosts()
    {
        var byPath = _server.Sink.Take(path => path.StartsWith(Prefix, StringComparison.Ordinal)).GroupBy(post => post.Path[Prefix.Length..], post => post.Body);
        _seen["posts"] = new JsonObject(byPath.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)new JsonArray([.. InOrder(path)]))));
    }

    // What a live schedule repeats is kept once; between groups the order may not count.
    private IEnumerable<JsonNode?> InOrder(IEnumerable<JsonNode?> posts)
    {
        var kept = _settings["keep_first"]?.GetValue<int>() is { } first ? posts.Take(first) : posts;
        return _case.Flag("by_group") ? kept.OrderBy(GroupOf, StringComparer.Ordinal) : kept;
    }

    private static string GroupOf(JsonNode? post)
    {
        var rows = post is JsonObject map ? (map["series"] ?? map["data"]?["series"]) as JsonArray : null;
        return rows is [JsonObject row, ..] && row["tags"] is JsonObject tags ? "{" + string.Join(", ", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"\"{tag.Key}\": \"{tag.Value}\"")) : "null";
    }

    private async Task ReadInfluxAsync()
    {
        if (_case.Texts("query_after") is not { Count: > 0 } queries)
            return;
        if (_settings["wait"]?.GetValue<double>() is { } seconds)
            await _server.PassAsync(TimeSpan.FromSeconds(seconds));
        var answers = new JsonObject();
        foreach (var query in queries)
            answers[query] = await _influx.AskAsync(Fill(query), _database);
        _seen["queries"] = answers;
    }

    private void Append(string list, JsonNode item)
    {
        if (_seen[list] is not JsonArray items)
            _seen[list] = items = [];
        items.Add(item);
    }

    private static JsonObject Verdict(ApiClient.Answer answer) => new() { ["accepted"] = answer.IsGood, ["error"] = answer.Error };
}
