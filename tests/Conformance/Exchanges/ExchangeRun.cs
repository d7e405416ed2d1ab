using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tocsin.Conformance.Exchanges;

/// <summary>Makes recorded requests, and puts what is answered into the form in which the answers were recorded.</summary>
internal sealed partial class ExchangeRun(string url, HttpSink sink) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string _server = new Uri(url).Authority;

    public async Task<JsonObject> PlayAsync(Exchange exchange)
    {
        sink.Take(_ => true);
        var until = exchange.Texts("until");
        for (var end = DateTime.UtcNow + Patience; ;)
        {
            var (answer, body) = await SendAsync(exchange);
            if (until is not [var key, var value] || DateTime.UtcNow > end || (body as JsonObject)?[key]?.ToString() == value)
                return await RecordAsync(exchange, answer, body);
            await Task.Delay(20);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(JsonObject Answer, JsonNode? Body)> SendAsync(Exchange exchange)
    {
        // As it stands: what looks like a path that could be tidied up is meant.
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new HttpMethod(exchange.Text("method")), new Uri(url + Fill(exchange.Text("path")), options));
        if (Content(exchange) is { } content)
            request.Content = content;
        foreach (var (name, value) in exchange.Entry["headers"]?.AsObject() ?? [])
        {
            if (!request.Headers.TryAddWithoutValidation(name, value!.GetValue<string>()))
                request.Content?.Headers.TryAddWithoutValidation(name, value.GetValue<string>());
        }

        using var response = await _http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (response.Content.Headers.ContentEncoding.Contains("gzip") && bytes.Length > 0)
            bytes = Unpack(bytes);
        var answer = new JsonObject { ["status"] = (int)response.StatusCode };
        if (bytes.Length > 0)
            answer["type"] = response.Content.Headers.ContentType?.MediaType ?? "";
        if (exchange.Texts("see") is { Count: > 0 } seen)
            answer["headers"] = new JsonObject(seen.Select(name => KeyValuePair.Create(name, Header(response, name))));
        return (answer, bytes.Length == 0 ? null : HttpSink.Read(Encoding.UTF8.GetString(bytes)));
    }

    private async Task<JsonObject> RecordAsync(Exchange exchange, JsonObject answer, JsonNode? body)
    {
        if (body is JsonObject or JsonArray)
        {
            if (exchange.Texts("pick") is { Count: > 0 } picked && body is JsonObject map)
                body = new JsonObject(picked.Select(key => KeyValuePair.Create(key, map[key]?.DeepClone())));
            if (exchange.Text("sorted") is { Length: > 0 } list && body[list] is JsonArray items)
                body[list] = new JsonArray([.. items.Select(item => item?.DeepClone()).OrderBy(item => item?["id"]?.GetValue<string>(), StringComparer.Ordinal)]);
            answer["json"] = Mask(Tidy(body, null), exchange, "");
        }
        else if (body is not null)
        {
            answer["text"] = exchange.Texts("pick").Count > 0 ? "@ANY@" : Tidy(body, null);
        }

        if (exchange.Flag("sink"))
            answer["sink"] = Mask(Tidy(await PostsAsync(), null), exchange, "sink.");
        return answer;
    }

    private async Task<JsonArray> PostsAsync()
    {
        IReadOnlyList<HttpSink.Post> posts = [];
        for (var end = DateTime.UtcNow + Patience; posts.Count == 0 && DateTime.UtcNow < end; await Task.Delay(5))
            posts = sink.Take(_ => true);
        return [.. posts.Select(post => (JsonNode)new JsonObject { ["path"] = post.Path, ["body"] = post.Body?.DeepClone() })];
    }

    private ByteArrayContent? Content(Exchange exchange)
    {
        if (exchange.Entry.TryGetPropertyValue("json", out var json))
            return Of(Fill(json?.ToJsonString() ?? "null"), MediaTypeNames.Application.Json);
        if (exchange.Entry.ContainsKey("text"))
            return Of(Fill(exchange.Text("text")), null);
        if (!exchange.Entry.ContainsKey("gzip"))
            return null;

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(exchange.Text("gzip")));
        return new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };
    }

    private static ByteArrayContent Of(string text, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (type is not null)
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private JsonNode? Header(HttpResponseMessage response, string name)
    {
        if (!response.Headers.TryGetValues(name, out var values) && !response.Content.Headers.TryGetValues(name, out values))
            return null;
        return name == "X-Kapacitor-Version" ? "@STRING@" : Clear(string.Join(", ", values));
    }

    // What is another one each time gets a name.
    private JsonNode? Tidy(JsonNode? node, string? key) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Tidy(pair.Value, pair.Key)))),
        JsonArray list => new JsonArray([.. list.Select(item => Tidy(item, key))]),
        JsonValue value when value.TryGetValue<string>(out var text) => key is "created" or "modified" or "last-enabled" or "date" && Time().IsMatch(text) && text != "0001-01-01T00:00:00Z" ? "@TIME@"
            : key == "dot" ? ClearDot(Clear(text)) : Clear(text),
        JsonValue when key is "throughput" or "avg_exec_time_ns" && node.GetValueKind() == System.Text.Json.JsonValueKind.Number => "@NUMBER@",
        _ => node?.DeepClone(),
    };

    private static string ClearDot(string dot)
    {
        dot = Regex.Replace(dot, "avg_exec_time_ns=\"[^\"]*\"", "avg_exec_time_ns=\"*\"");
        dot = Regex.Replace(dot, "throughput=\"[^\"]*\"", "throughput=\"*\"");
        dot = Regex.Replace(dot, "avg_exec_time_ns=(?!\")[^\\\\\"]*", "avg_exec_time_ns=*");
        return Regex.Replace(dot, "Throughput: [^\"]*", "Throughput: *");
    }

    private static JsonNode? Mask(JsonNode? node, Exchange exchange, string prefix)
    {
        foreach (var path in exchange.Texts("mask").Where(path => path.StartsWith("sink.", StringComparison.Ordinal) == (prefix.Length > 0)))
            node = Mask(node, path[prefix.Length..].Split('.'));
        return node;
    }

    private static JsonNode? Mask(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
            return "@ANY@";
        var (head, rest) = (path[0], path[1..].ToArray());
        return node switch
        {
            JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, head == "*" || head == pair.Key ? Mask(pair.Value?.DeepClone(), rest) : pair.Value?.DeepClone()))),
            JsonArray list => new JsonArray([.. list.Select(item => head == "*" ? Mask(item?.DeepClone(), rest) : item?.DeepClone())]),
            _ => node,
        };
    }

    private string Fill(string text) => text.Replace("@SERVER@", _server, StringComparison.Ordinal).Replace("@SINK@", sink.Url, StringComparison.Ordinal);

    private string Clear(string text) => Uuid().Replace(text.Replace(_server, "@SERVER@", StringComparison.Ordinal).Replace(sink.Url, "@SINK@", StringComparison.Ordinal), "@UUID@");

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Time();
}
