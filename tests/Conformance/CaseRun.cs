using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>Runs one case against a server and writes down what can be seen of it from outside.</summary>
internal sealed class CaseRun : IAsyncDisposable
{
    private readonly RunningServer _server;
    private readonly Case _case;
    private readonly string _task;
    private readonly TempFolder _scratch = new();
    private readonly TcpSink _tcp = new();
    private readonly Placeholders _names = new();
    private readonly List<(string Topic, string Id)> _handlers = [];
    private readonly JsonObject _seen = [];

    public CaseRun(RunningServer server, Case recorded)
    {
        _server = server;
        _case = recorded;
        _task = server.NewTaskId();
        _names.Add(server.Sink.Url + Prefix, "@SINK@");
        _names.Add(server.Sink.Url, "@SERVICES@");
        _names.Add(_scratch.Path, "@DIR@");
        _names.Add(_tcp.Address, "@TCP@");
        _names.Add(server.Api.Url, "@URL@");
        _names.Add(_task, "@TASK@");
        _names.Add(RunningServer.PublicUrl, "@URL@");
    }

    /// <summary>The outcome, with placeholders in it.</summary>
    public async Task<JsonNode> RunAsync()
    {
        // What a case before this one left behind.
        _server.Sink.Take(_ => true);
        foreach (var handler in _case.Settings["handlers"] as JsonArray ?? [])
            await DefineHandlerAsync(JsonNode.Parse(_names.Fill(handler!.ToJsonString()))!.AsObject());
        if (await DefineTaskAsync())
        {
            foreach (var step in DataStep.Parse(_case.Data))
                await DoAsync(step);
            await _server.QuietAsync();
            await new Inspection(_server, _case, _task, _names, _seen).WriteAsync();
        }

        await CollectAsync();
        return _names.Clear(_seen)!;
    }

    public async ValueTask DisposeAsync()
    {
        var api = _server.Api;
        await api.CallAsync("DELETE", $"{ApiClient.Base}/tasks/{_task}");
        if (_case.Flag("template"))
            await api.CallAsync("DELETE", $"{ApiClient.Base}/templates/t{_task}");
        foreach (var (topic, id) in _handlers)
            await api.CallAsync("DELETE", $"{ApiClient.Base}/alerts/topics/{ApiClient.Quote(topic)}/handlers/{ApiClient.Quote(id)}");
        foreach (var topic in _handlers.Select(handler => handler.Topic).Concat(_case.Texts("topics").Select(_names.Fill)).Distinct())
            await api.CallAsync("DELETE", $"{ApiClient.Base}/alerts/topics/{ApiClient.Quote(topic)}");
        await _tcp.DisposeAsync();
        _scratch.Dispose();
    }

    private string Prefix => "/" + _task;

    private async Task DefineHandlerAsync(JsonObject handler)
    {
        var topic = handler["topic"]!.GetValue<string>();
        handler.Remove("topic");
        var answer = await _server.Api.CallAsync("POST", $"{ApiClient.Base}/alerts/topics/{ApiClient.Quote(topic)}/handlers", handler);
        if (answer.IsGood)
            _handlers.Add((topic, handler["id"]!.GetValue<string>()));
        else
            Append("handler_errors", new JsonObject { ["id"] = handler["id"]?.DeepClone(), ["status"] = answer.Status, ["error"] = answer.Error });
    }

    private async Task<bool> DefineTaskAsync()
    {
        var settings = _case.Settings;
        var body = new JsonObject { ["id"] = _task, ["status"] = "enabled" };
        var type = settings.ContainsKey("type") ? settings["type"]?.GetValue<string>() : "stream";
        if (!string.IsNullOrEmpty(type))
            body["type"] = type;
        if (settings["dbrps"] is not JsonArray { Count: 0 })
            body["dbrps"] = settings["dbrps"]?.DeepClone() ?? JsonNode.Parse("""[{"db":"db","rp":"rp"}]""");
        if (settings["vars"] is { } vars)
            body["vars"] = vars.DeepClone();
        if (_case.Flag("template"))
            await DefineTemplateAsync(body);
        else
            body["script"] = _names.Fill(_case.Script);

        var answer = await _server.Api.CallAsync("POST", $"{ApiClient.Base}/tasks", body);
        _seen["define"] = Verdict(answer);
        return answer.IsGood;
    }

    private async Task DefineTemplateAsync(JsonObject task)
    {
        var template = new JsonObject { ["id"] = "t" + _task, ["type"] = task["type"]?.DeepClone(), ["script"] = _names.Fill(_case.Script) };
        _seen["template"] = Verdict(await _server.Api.CallAsync("POST", $"{ApiClient.Base}/templates", template));
        task["template-id"] = "t" + _task;
        task.Remove("type");
    }

    private async Task DoAsync(DataStep step)
    {
        switch (step)
        {
            case DataStep.Write write:
                var query = $"?db={Uri.EscapeDataString(write.Database)}&rp={Uri.EscapeDataString(write.RetentionPolicy)}";
                var written = await _server.Api.CallAsync("POST", "/write" + query, _names.Fill(write.Lines));
                if (!written.IsGood)
                    Append("write_errors", new JsonObject { ["status"] = written.Status, ["error"] = written.Error });
                break;
            case DataStep.Sleep sleep:
                await _server.PassAsync(sleep.Time);
                break;
            case DataStep.Flush:
                await _server.QuietAsync();
                break;
            case DataStep.Restart:
                await _server.RestartAsync();
                break;
            case DataStep.Call call:
                await CallAsync(call);
                break;
        }
    }

    private async Task CallAsync(DataStep.Call call)
    {
        await _server.QuietAsync();
        var answer = await _server.Api.CallAsync(call.Method, _names.Fill(call.Path), call.Body.Length > 0 ? _names.Fill(call.Body) : null);
        var seen = new JsonObject { ["call"] = $"{call.Method} {call.Path}", ["status"] = answer.Status };
        if (call.Method == "GET")
            seen["body"] = answer.Body;
        Append("api", seen);
    }

    private async Task CollectAsync()
    {
        if (_case.Texts("files") is { Count: > 0 } files)
            _seen["files"] = new JsonObject(files.Select(file => KeyValuePair.Create(file, (JsonNode?)ReadFile(file))));
        if (Uses("@TCP@"))
            _seen["tcp"] = new JsonArray([.. (await _tcp.EndAsync()).Select(HttpSink.Read)]);
        var posts = _server.Sink.Take(path => path.StartsWith(Prefix, StringComparison.Ordinal));
        if (_case.Texts("headers") is { Count: > 0 } names)
            _seen["headers"] = ByPath(posts, post => new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)post.Headers.GetValueOrDefault(name)))));
        _seen["posts"] = ByPath(posts, post => post.Body);
        if (_case.Flag("services"))
            _seen["services"] = ByPath(_server.Sink.Take(_ => true), post => post.Body, prefix: "");
    }

    private JsonObject ByPath(IEnumerable<HttpSink.Post> posts, Func<HttpSink.Post, JsonNode?> show) => ByPath(posts, show, Prefix);

    private static JsonObject ByPath(IEnumerable<HttpSink.Post> posts, Func<HttpSink.Post, JsonNode?> show, string prefix) =>
        new(posts.GroupBy(post => post.Path[prefix.Length..], post => show(post)).Select(path => KeyValuePair.Create(path.Key, (JsonNode?)new JsonArray([.. path]))));

    private JsonArray? ReadFile(string name)
    {
        var path = _scratch.Of(name);
        return File.Exists(path) ? new JsonArray([.. File.ReadAllLines(path).Select(HttpSink.Read)]) : null;
    }

    private bool Uses(string placeholder) =>
        new[] { _case.Script, _case.Data, _case.Settings.ToJsonString() }.Any(text => text.Contains(placeholder, StringComparison.Ordinal));

    private void Append(string list, JsonNode item)
    {
        if (_seen[list] is not JsonArray items)
            _seen[list] = items = [];
        items.Add(item);
    }

    private static JsonObject Verdict(ApiClient.Answer answer) => new() { ["accepted"] = answer.IsGood, ["error"] = answer.Error };
}
