using System.Net.Sockets;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http;

/// <summary>What the API of a server stands on besides its engine.</summary>
internal sealed record ServerParts
{
    /// <summary>Takes the log of requests; null for none.</summary>
    public ILoggerProvider? Logs { get; init; }

    /// <summary>The options in force.</summary>
    public LiveSetting<ServerOptions> Options { get; init; } = new(new ServerOptions());

    /// <summary>Reads configuration and definitions again; null where there are none.</summary>
    public Reloader? Reloader { get; init; }

    /// <summary>Has the address already; null to take it when the application starts.</summary>
    public Socket? Socket { get; init; }
}
