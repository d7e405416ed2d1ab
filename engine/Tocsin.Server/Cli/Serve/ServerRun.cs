using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Cli.Logging;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Serve;

/// <summary>One run of the server, from an empty process to the last delivery.</summary>
internal sealed partial class ServerRun(ServeSettings settings, Terminal terminal)
{
    /// <summary>Starts the server and ends when it has stopped: after SIGTERM, SIGINT or the token.</summary>
    /// <exception cref="CliException">The server cannot start.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var lines = new LineLoggerProvider(terminal.Error, LogLevel.Information, TimeProvider.System);
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(lines));
        var log = logs.CreateLogger("tocsin.server");

        var engine = new AlertEngine(new EngineSettings
        {
            DataFolder = settings.DataFolder,
            ServerUrl = UrlFor(settings.Address),
            LoggerFactory = logs,
        });
        await using (engine.ConfigureAwait(false))
        {
            await engine.StartAsync().ConfigureAwait(false);
            var app = HttpServer.Build(engine, settings.Address, lines, "");
            await using (app.ConfigureAwait(false))
            {
                var url = await ListenAsync(app, cancellationToken).ConfigureAwait(false);
                Log.Listening(log, url, settings.DataFolder);
                await terminal.Out.WriteLineAsync($"Tocsin listens on {url}").ConfigureAwait(false);
                await terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
                await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
                Log.Stopping(log);
            }
        }

        Log.Stopped(log);
    }

    private async Task<string> ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            var why = problem.InnerException?.Message ?? problem.Message;
            throw new CliException($"cannot listen on {settings.Address}: {why}. Stop the program that listens there, or give another address with --http");
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        return addresses?.FirstOrDefault()?.Replace("[::]", "localhost", StringComparison.Ordinal) ?? $"http://{settings.Address}";
    }

    private static Uri UrlFor(IPEndPoint address)
    {
        var isEverywhere = address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any);
        return new Uri($"http://{(isEverywhere ? "localhost:" + address.Port : address.ToString())}{RouteTable.Base}");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "server listens url={Url} data={DataFolder}")]
        public static partial void Listening(ILogger logger, string url, string dataFolder);

        [LoggerMessage(Level = LogLevel.Information, Message = "server stops: requests are ended, tasks and deliveries drained")]
        public static partial void Stopping(ILogger logger);

        [LoggerMessage(Level = LogLevel.Information, Message = "server stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
