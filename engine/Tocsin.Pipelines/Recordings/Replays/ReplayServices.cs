using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>What replays are made with.</summary>
public sealed record ReplayServices
{
    public required RecordingRegistry Recordings { get; init; }

    public required LiveSetting<ReplayOptions> Options { get; init; }

    /// <summary>The tasks that are defined.</summary>
    public required TaskRegistry Tasks { get; init; }

    public required ScriptCompiler Compiler { get; init; }

    /// <summary>What live tasks run with.</summary>
    public required TaskServices TaskServices { get; init; }

    /// <summary>Series that one replay may know.</summary>
    public required int Series { get; init; }

    public required ILogger Log { get; init; }
}
