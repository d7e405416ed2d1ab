using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Tocsin.Conformance;

/// <summary>Keeps every body posted to it, by path and in order of arrival. A path with <c>/status/NNN</c> is answered so, one with <c>/delay/MS</c> late.</summary>
internal sealed partial class HttpSink : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Post> _posts = [];
    private readonly Dictionary<string, Queue<int>> _answers = new(StringComparer.Ordinal);
    private readonly WebApplication _server;

    private HttpSink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(TakeAsync);
    }

    /// <summary>Without a trailing slash.</summary>
    public string Url => _server.Urls.First().TrimEnd('/');

    public int Port => new Uri(Url).Port;

    public static async Task<HttpSink> StartAsync()
    {
        var sink = new HttpSink();
        await sink._server.StartAsync();
        return sink;
    }

    /// <summary>Hands out what came to paths that begin so, or to all others, and forgets it.</summary>
    public IReadOnlyList<Post> Take(Func<string, bool> isWanted)
    {
        lock (_gate)
        {
            var taken = _posts.Where(post => isWanted(post.Path)).ToArray();
            _posts.RemoveAll(post => isWanted(post.Path));
            return taken;
        }
    }

    /// <summary>Answers the next requests to paths that end so with these.</summary>
    public void Answer(string path, IEnumerable<int> statuses)
    {
        lock (_gate)
            _answers[path] = new Queue<int>(statuses);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        int? answer;
        lock (_gate)
        {
            answer = _answers.FirstOrDefault(entry => path.EndsWith(entry.Key, StringComparison.Ordinal)).Value is { } queue && queue.TryDequeue(out var next) ? next : null;
            _posts.Add(new Post(path, Read(Encoding.UTF8.GetString(body.ToArray())), headers));
        }

        if (DelayInPath().Match(path) is { Success: true } delay)
            await Task.Delay(int.Parse(delay.Groups[1].ValueSpan));
        context.Response.StatusCode = answer ?? (StatusInPath().Match(path) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan) : 200);
        context.Response.ContentLength = 2;
        await context.Response.WriteAsync("{}");
    }

    /// <summary>A text as JSON, or the text itself where it is none.</summary>
    public static JsonNode? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    [GeneratedRegex(@"/delay/(\d+)")]
    private static partial Regex DelayInPath();

    [GeneratedRegex(@"/status/(\d+)")]
    private static partial Regex StatusInPath();

    public sealed record Post(string Path, JsonNode? Body, IReadOnlyDictionary<string, string> Headers);
}
