namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A replay as it is kept.</summary>
public sealed record ReplayRow
{
    public required string Id { get; init; }

    public required string Task { get; init; }

    /// <summary>The recording that was played; empty when the data was queried.</summary>
    public string Recording { get; init; } = "";

    /// <summary>Whether the points had their recorded times.</summary>
    public bool KeepsTimes { get; init; }

    /// <summary><c>fast</c> or <c>real</c>.</summary>
    public required string Clock { get; init; }

    /// <summary>When it ended; while it runs, when it began.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary><c>running</c>, <c>finished</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it failed; empty when it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>The task's counters at its end, as JSON; empty when there are none.</summary>
    public string StatsJson { get; init; } = "";
}
