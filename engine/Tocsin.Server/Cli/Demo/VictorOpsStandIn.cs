using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tocsin.Engine.Hosting.Trials;

namespace Tocsin.Server.Cli.Demo;

/// <summary>A server of this machine that takes alerts as VictorOps does, and keeps them.</summary>
internal sealed class VictorOpsStandIn : IAsyncDisposable
{
    private const string Path = "/integrations/generic/20131114/alert";

    private readonly Lock _gate = new();
    private readonly List<CapturedRequest> _requests = [];
    private readonly WebApplication _app;

    private VictorOpsStandIn(WebApplication app)
    {
        _app = app;
        app.MapFallback(TakeAsync);
    }

    /// <summary>The integration's address without the keys.</summary>
    public string Url { get; private set; } = "";

    public static async Task<VictorOpsStandIn> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var standIn = new VictorOpsStandIn(builder.Build());
        await standIn._app.StartAsync(cancellationToken).ConfigureAwait(false);

        // A server that has started has an address.
        standIn.Url = standIn._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + Path;
        return standIn;
    }

    /// <summary>The requests that arrived since the last call, by their address and body.</summary>
    public IReadOnlyList<CapturedRequest> Take()
    {
        lock (_gate)
        {
            CapturedRequest[] taken = [.. _requests.OrderBy(request => request.Url, StringComparer.Ordinal).ThenBy(request => request.Body, StringComparer.Ordinal)];
            _requests.Clear();
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        var request = new CapturedRequest(context.Request.Method, $"http://{context.Request.Host}{context.Request.Path}", body);
        lock (_gate)
            _requests.Add(request);
        await context.Response.WriteAsJsonAsync(new { result = "success" }, context.RequestAborted).ConfigureAwait(false);
    }
}
