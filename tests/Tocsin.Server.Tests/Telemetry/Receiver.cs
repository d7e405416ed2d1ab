using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tocsin.Server.Tests.Telemetry;

/// <summary>Takes deliveries and notes which trace they say they belong to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Traceparent, string Tracestate)> _seen = Channel.CreateUnbounded<(string, string)>();

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/", context =>
        {
            context.Response.StatusCode = (int)Answer;
            return _seen.Writer.WriteAsync((context.Request.Headers.TraceParent.ToString(), context.Request.Headers.TraceState.ToString())).AsTask();
        });
    }

    public string Url => _app.Urls.Single();

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public async Task<(string Traceparent, string Tracestate)> NextAsync() => await _seen.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
