using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Hosting.Rehearsals;

/// <summary>What a rehearsal begins with.</summary>
public sealed record RehearsalSettings
{
    /// <summary>What the clock shows at the start.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>What scripts and handlers can use.</summary>
    public Extensions Extensions { get; init; } = Extensions.BuiltIn;

    /// <summary>The server's own options. Default: those of a server without a configuration.</summary>
    public ServerOptions Options { get; init; } = new();

    /// <summary>The configured services. Those that are not configured get made-up keys; secrets of the others are hidden in what is written down.</summary>
    public ServiceSections Services { get; init; } = ServiceSections.None;

    /// <summary>True when the engine is started again in between: what must survive that is then kept in a folder. Default false, in memory.</summary>
    public bool Restarts { get; init; }
}
