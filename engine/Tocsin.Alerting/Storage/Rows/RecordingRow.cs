namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A recording as it is kept; its data is a file of its own.</summary>
public sealed record RecordingRow
{
    public required string Id { get; init; }

    /// <summary><c>stream</c> or <c>batch</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it ended; while it is made, when it began.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Bytes of its file.</summary>
    public long Bytes { get; init; }

    /// <summary><c>running</c>, <c>finished</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it failed; empty when it did not.</summary>
    public string Error { get; init; } = "";
}
