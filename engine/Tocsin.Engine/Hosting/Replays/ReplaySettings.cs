using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>What scripts and handlers of a replay can use.</summary>
public sealed record ReplaySettings
{
    /// <summary>What scripts and handlers can use.</summary>
    public Extensions Extensions { get; init; } = Extensions.BuiltIn;

    /// <summary>The configured services. Those that are not configured get made-up keys; secrets of the others are hidden in what is written down.</summary>
    public ServiceSections Services { get; init; } = ServiceSections.None;

    /// <summary>The host name that templates and payloads show.</summary>
    public string Hostname { get; init; } = "localhost";
}
