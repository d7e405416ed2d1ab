using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Hosting.Rehearsals;

/// <summary>What a rehearsal begins with.</summary>
public sealed record RehearsalSettings
{
    /// <summary>What the clock shows at the start.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>What scripts and handlers can use.</summary>
    public Extensions Extensions { get; init; } = Extensions.BuiltIn;

    /// <summary>The configuration. Services that it does not configure get made-up keys; secrets of the others are hidden in what is written down.</summary>
    public ConfigFile Config { get; init; } = ConfigFile.Default;

    /// <summary>Answers <c>${env:NAME}</c> in definitions; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Is shown what of tasks is reached; null, the default, when nobody looks on.</summary>
    public IReachWatch? Watch { get; init; }

    /// <summary>False where it is enough to know who would be notified: handlers are made, so that what is wrong with them is known, and not called. Default true.</summary>
    public bool CallsHandlers { get; init; } = true;

    /// <summary>False where batches are played to the queries of tasks, which make none by themselves. Default true.</summary>
    public bool MakesQueries { get; init; } = true;

    /// <summary>True when the engine is started again in between: what must survive that is then kept in a folder. Default false, in memory.</summary>
    public bool Restarts { get; init; }
}
