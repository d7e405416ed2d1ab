using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings;

/// <summary>What recordings are made with.</summary>
public sealed record RecordingServices
{
    /// <summary>The folder of the files; null for one that is gone with the engine.</summary>
    public required string? Folder { get; init; }

    public required LiveSetting<ReplayOptions> Options { get; init; }

    /// <summary>The tasks that are defined.</summary>
    public required TaskRegistry Tasks { get; init; }

    /// <summary>Hands out what is written.</summary>
    public required TaskMaster Master { get; init; }

    public required SeriesTable Series { get; init; }

    /// <summary>The InfluxDBs that can be queried.</summary>
    public required InfluxClusters Influx { get; init; }

    /// <summary>What their answers may take.</summary>
    public required AnswerMemory AnswerMemory { get; init; }

    /// <summary>Series that one recording of a query may know.</summary>
    public required int MostSeries { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }
}
