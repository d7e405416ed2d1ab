using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Pipelines.Functions;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>What scripts and handlers of a replay can use.</summary>
public sealed record ReplaySettings
{
    /// <summary>The kinds of handlers there are.</summary>
    public HandlerKinds Kinds { get; init; } = HandlerKinds.BuiltIn;

    /// <summary>The functions that users bring.</summary>
    public FunctionSet Functions { get; init; } = FunctionSet.Empty;

    /// <summary>The configured services. Those that are not configured get made-up keys; secrets of the others are hidden in what is written down.</summary>
    public ServiceSections Services { get; init; } = ServiceSections.None;

    /// <summary>The host name that templates and payloads show.</summary>
    public string Hostname { get; init; } = "localhost";
}
