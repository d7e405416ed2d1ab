using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Tocsin.Sdk.TestKit;

/// <summary>Stands in for a vendor on a free port of the loopback: keeps what is sent to it and answers as it is told. Safe for any thread.</summary>
public sealed class Stand : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<StandRequest> _requests = [];
    private readonly WebApplication _server;
    private readonly Func<HttpContext, Task> _answer;

    private Stand(Func<HttpContext, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(TakeAsync);
    }

    public Uri Url => new(_server.Urls.First());

    /// <summary>All requests so far, in the order they came.</summary>
    public IReadOnlyList<StandRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    public IReadOnlyList<string> Bodies => [.. Requests.Select(r => Encoding.UTF8.GetString(r.Body.Span))];

    /// <summary>Paths and queries as they stand in the requests.</summary>
    public IReadOnlyList<string> Targets => [.. Requests.Select(r => r.Target)];

    public IReadOnlyList<string> ContentTypes => ValuesOf("Content-Type");

    /// <summary>A stand that gives every request the same answer.</summary>
    public static Task<Stand> AnsweringAsync(int status, string body = "", string? retryAfter = null) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        if (body.Length > 0)
            await context.Response.WriteAsync(body);
    });

    /// <summary>A stand that answers with all that was sent to it but the body: the worst a proxy can do.</summary>
    public static Task<Stand> EchoingAsync(int status) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status204NoContent)
            return;

        await context.Response.WriteAsync(context.Request.Path + context.Request.QueryString + "\n");
        foreach (var (name, value) in context.Request.Headers)
            await context.Response.WriteAsync($"{name}: {value}\n");
    });

    /// <summary>A stand that answers as a function says, once the whole request is there.</summary>
    public static async Task<Stand> StartAsync(Func<HttpContext, Task> answer)
    {
        var stand = new Stand(answer);
        await stand._server.StartAsync();
        return stand;
    }

    /// <summary>An address at which nobody listens any more.</summary>
    public static async Task<Uri> GoneAsync()
    {
        await using var stand = await AnsweringAsync(200);
        return stand.Url;
    }

    /// <summary>The values of one header, of the requests that have it.</summary>
    public IReadOnlyList<string> ValuesOf(string header) =>
    [
        .. from request in Requests
           from line in request.Headers
           where line.StartsWith(header + ": ", StringComparison.OrdinalIgnoreCase)
           select line[(header.Length + 2)..],
    ];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new StandRequest(
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "",
            [.. context.Request.Headers.Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal)],
            body.ToArray());
        lock (_lock)
            _requests.Add(request);
        await _answer(context);
    }
}
