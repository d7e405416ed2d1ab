using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tocsin.Plugins.Tests;

/// <summary>Stands in for a vendor: keeps what is sent to it and answers as it is told.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Func<HttpContext, Task> _answer;
    private readonly List<string> _bodies = [];
    private readonly List<string> _targets = [];
    private readonly List<string> _contentTypes = [];

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

    public IReadOnlyList<string> Bodies => _bodies;

    /// <summary>Paths as they stand in the requests.</summary>
    public IReadOnlyList<string> Targets => _targets;

    public IReadOnlyList<string> ContentTypes => _contentTypes;

    public static Task<Stand> AnsweringAsync(int status, string body = "", string? retryAfter = null) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(body);
    });

    public static async Task<Stand> StartAsync(Func<HttpContext, Task> answer)
    {
        var stand = new Stand(answer);
        await stand._server.StartAsync();
        return stand;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _bodies.Add(Encoding.UTF8.GetString(body.ToArray()));
        _contentTypes.Add(context.Request.ContentType ?? "");
        _targets.Add(context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget ?? "");
        await _answer(context);
    }
}
