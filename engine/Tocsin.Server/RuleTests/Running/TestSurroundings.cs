using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Server.RuleTests.Coverage;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>What tests of a file are run with.</summary>
/// <param name="Extensions">What scripts and handlers can use.</param>
/// <param name="Config">The configuration that the file names.</param>
internal sealed record TestSurroundings(Extensions Extensions, ConfigFile Config)
{
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Texts in the place of those of scripts, by the script's path.</summary>
    public IReadOnlyDictionary<string, string> Scripts { get; init; } = new Dictionary<string, string>();

    /// <summary>Learns what is reached; null when nobody wants to know.</summary>
    public ReachedParts? Coverage { get; init; }

    /// <summary>How long one test may take, by the clock on the wall.</summary>
    public TimeSpan Timeout { get; init; } = UsualTimeout;

    /// <summary>True to keep what happens as snapshots instead of comparing it with them.</summary>
    public bool UpdatesSnapshots { get; init; }
}
