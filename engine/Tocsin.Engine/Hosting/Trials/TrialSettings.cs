using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>What scripts and handlers of a trial can use.</summary>
public sealed record TrialSettings
{
    /// <summary>What scripts and handlers can use.</summary>
    public Extensions Extensions { get; init; } = Extensions.BuiltIn;

    /// <summary>Answers <c>${env:NAME}</c> in definitions; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>False where only the alerts are wanted: handlers are made, so that what is wrong with them is known, and not called. Default true.</summary>
    public bool CallsHandlers { get; init; } = true;

    /// <summary>The configuration. Services that it does not configure get made-up keys; secrets of the others are hidden in what is written down.</summary>
    public ConfigFile Config { get; init; } = ConfigFile.Default;
}
