using Tocsin.Alerting.Foreign;

namespace Tocsin.Engine.Plugins;

/// <summary>What there is to know of one plugin at one moment.</summary>
public sealed record PluginStatus
{
    /// <summary>What runs; for a plugin that does not, what was tried last.</summary>
    public required PluginLoad Load { get; init; }

    public required PluginState State { get; init; }

    /// <summary>When that state began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What is wrong and the way out, one sentence each.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>How its handlers behaved, over all versions since the server started.</summary>
    public required PluginHealthCounts Health { get; init; }

    /// <summary>Versions that were replaced or removed and are still in memory, with the reason.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];
}
