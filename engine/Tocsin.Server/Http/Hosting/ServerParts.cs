using System.Net.Sockets;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Logging;
using Tocsin.Server.Reloading;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Hosting;

/// <summary>What the API of a server stands on besides its engine.</summary>
internal sealed record ServerParts
{
    /// <summary>Takes the log of requests, and shows it to those who follow it; null for none.</summary>
    public LineLoggerProvider? Logs { get; init; }

    /// <summary>The options in force.</summary>
    public LiveSetting<ServerOptions> Options { get; init; } = new(new ServerOptions());

    /// <summary>The configuration in force; null for an engine alone.</summary>
    public ConfigReload? Configuration { get; init; }

    /// <summary>Reads configuration and definitions again; null where there are none.</summary>
    public Reloader? Reloader { get; init; }

    /// <summary>Says who callers are; null for what the store of the engine says.</summary>
    public ServerAccess? Access { get; init; }

    /// <summary>Writes down who changed what; null for a trail of the API's own.</summary>
    public AuditTrail? Audit { get; init; }

    /// <summary>What a person should know of who may use the server; empty when that is in order.</summary>
    public string Openness { get; init; } = "";

    /// <summary>Answers what blocks the threads that all share; null when nothing does.</summary>
    public Func<PoolTrouble?> Pool { get; init; } = static () => null;

    /// <summary>Has the address already; null to take it when the application starts.</summary>
    public Socket? Socket { get; init; }
}
