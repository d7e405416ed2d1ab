using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Recordings;

/// <summary>Data that was kept to be played to tasks.</summary>
public sealed record Recording
{
    public required string Id { get; init; }

    /// <summary>Points of a stream, or batches.</summary>
    public required EdgeKind Type { get; init; }

    /// <summary>When it ended; while it is made, when it began.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Bytes of its file.</summary>
    public long Bytes { get; init; }

    public RunStatus Status { get; init; }

    /// <summary>Why it failed; empty when it did not. What came before is kept nevertheless.</summary>
    public string Error { get; init; } = "";

    /// <summary>From 0 to 1.</summary>
    public double Progress => Status == RunStatus.Running ? 0 : 1;

    internal static Recording From(RecordingRow row) => new()
    {
        Id = row.Id,
        Type = row.Type == "batch" ? EdgeKind.Batch : EdgeKind.Stream,
        Date = row.Date,
        Bytes = row.Bytes,
        Status = RunStatusText.Parse(row.Status),
        Error = row.Error,
    };

    internal RecordingRow ToRow() => new()
    {
        Id = Id,
        Type = Type == EdgeKind.Batch ? "batch" : "stream",
        Date = Date,
        Bytes = Bytes,
        Status = Status.Text(),
        Error = Error,
    };
}
