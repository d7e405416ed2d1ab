using System.Net;
using Microsoft.AspNetCore.Builder;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Cli;

/// <summary>A server inside the test, with its state in memory.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(AlertEngine engine, WebApplication app) => (Engine, _app) = (engine, app);

    public AlertEngine Engine { get; }

    public string Url => _app.Urls.First();

    public static async Task<RunningServer> StartAsync(EngineSettings? settings = null, Func<AlertEngine, ServerParts>? parts = null)
    {
        var engine = new AlertEngine(settings ?? new EngineSettings());
        await engine.StartAsync();
        var app = HttpServer.Build(engine, new IPEndPoint(IPAddress.Loopback, 0), parts?.Invoke(engine));
        await app.StartAsync();
        return new RunningServer(engine, app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Engine.DisposeAsync();
    }
}
