using System.Net;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Http.Hosting;
using Tocsin.Server.Logging;
using Tocsin.Server.Reloading;
using Microsoft.Extensions.Logging;

namespace Tocsin.Conformance.Exchanges;

/// <summary>An empty server of the recorded configuration, to which all recorded requests are made once, in their order.</summary>
public sealed class ExchangeServer : IAsyncLifetime
{
    private readonly Dictionary<string, JsonObject> _answers = [];

    /// <summary>What was answered, by the name of the exchange.</summary>
    internal IReadOnlyDictionary<string, JsonObject> Answers => _answers;

    public async Task InitializeAsync()
    {
        await using var sink = await HttpSink.StartAsync();
        var config = RunningServer.ReadConfig(sink.Port);

        // It has to know its address before it knows its port.
        using var socket = Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Loopback, 0));
        var address = (IPEndPoint)socket.LocalEndPoint!;
        await using var engine = new AlertEngine(new EngineSettings
        {
            Hostname = config.Options.Hostname,
            ServerUrl = new Uri($"http://{address}{ApiClient.Base}"),
            Services = config.Sections,
            Extensions = new ExtensionRegistry(RunningServer.LoadPlugins()),
        });
        await engine.StartAsync();
        var options = new LiveSetting<ServerOptions>(config.Options);
        using var logs = new LineLoggerProvider(new LogTarget(TextWriter.Null, IsFile: false), LogLevel.Information, TimeProvider.System);
        var parts = new ServerParts
        {
            Logs = logs,
            Options = options,
            Configuration = new ConfigReload(null, config, engine, options, _ => { }, TimeProvider.System),
            Socket = socket,
        };
        await using var http = HttpServer.Build(engine, address, parts);
        await http.StartAsync();
        using var run = new ExchangeRun($"http://{address}", sink);
        foreach (var exchange in Exchange.All)
        {
            if (exchange.Entry["sleep"] is { } pause)
                await Task.Delay(pause.GetValue<int>());
            else
                _answers[exchange.Name] = await run.PlayAsync(exchange);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
