using Tocsin.Alerting.Storage;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Cli.Serve;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>The server that is looked at: what it is to be started with, and what was seen of it so far.</summary>
internal sealed record Examined
{
    public required ServerPlan Plan { get; init; }

    /// <summary>The data folder in full.</summary>
    public required string Data { get; init; }

    /// <summary>True while a server uses the data folder.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>The state; of a server that runs nothing is seen.</summary>
    public required StateLook State { get; init; }

    /// <summary>What plugins and scripts bring.</summary>
    public required Extensions Extensions { get; init; }

    /// <summary>Answers variables; null when one is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    public required TimeProvider Time { get; init; }
}
