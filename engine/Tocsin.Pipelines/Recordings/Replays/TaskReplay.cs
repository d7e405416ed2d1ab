using Tocsin.Alerting.Storage.Rows;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>Data that is, or was, played to a task.</summary>
public sealed record TaskReplay
{
    public required string Id { get; init; }

    /// <summary>The task; it need not be enabled.</summary>
    public required string Task { get; init; }

    /// <summary>The recording; empty when the data is queried.</summary>
    public string Recording { get; init; } = "";

    /// <summary>True for points to have their recorded times; false for the first to have the time of the replay, and the others theirs after it.</summary>
    public bool KeepsTimes { get; init; }

    public ReplayClock Clock { get; init; }

    /// <summary>When it ended; while it runs, when it began.</summary>
    public DateTimeOffset Date { get; init; }

    public RunStatus Status { get; init; }

    /// <summary>Why it failed; empty when it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>The task's counters at the end; null when it did not get there.</summary>
    public TaskStats? Stats { get; init; }

    internal static TaskReplay From(ReplayRow row) => new()
    {
        Id = row.Id,
        Task = row.Task,
        Recording = row.Recording,
        KeepsTimes = row.KeepsTimes,
        Clock = row.Clock == "real" ? ReplayClock.Real : ReplayClock.Fast,
        Date = row.Date,
        Status = RunStatusText.Parse(row.Status),
        Error = row.Error,
        Progress = 1,
        Stats = ReplayStatsJson.TryRead(row.StatsJson),
    };

    internal ReplayRow ToRow() => new()
    {
        Id = Id,
        Task = Task,
        Recording = Recording,
        KeepsTimes = KeepsTimes,
        Clock = Clock == ReplayClock.Real ? "real" : "fast",
        Date = Date,
        Status = Status.Text(),
        Error = Error,
        StatsJson = Stats is null ? "" : ReplayStatsJson.Write(Stats),
    };
}
