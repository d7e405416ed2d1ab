namespace Tocsin.Plugins.Postman;

/// <summary>What all forms tell of a run. Nothing else of them is read: exports hold the secrets of environments, requests and answers.</summary>
internal sealed record RunReport
{
    /// <summary>The alert's id in its topic.</summary>
    public required string Id { get; init; }

    /// <summary>What ran: the name of the monitor or the collection.</summary>
    public required string Name { get; init; }

    /// <summary>The same when the run is told again; empty when nothing says so.</summary>
    public string RunKey { get; init; } = "";

    public string Collection { get; init; } = "";

    public string CollectionUid { get; init; } = "";

    public string Environment { get; init; } = "";

    public string EnvironmentUid { get; init; } = "";

    public string MonitorUid { get; init; } = "";

    public string JobId { get; init; } = "";

    public string User { get; init; } = "";

    /// <summary>What could not be carried out.</summary>
    public required long Errors { get; init; }

    public required long FailedTests { get; init; }

    public long? PassedTests { get; init; }

    public long? Requests { get; init; }

    public long Warnings { get; init; }

    /// <summary>The time all answers took together, in milliseconds.</summary>
    public double? Latency { get; init; }

    /// <summary>True when the run says that it failed, whatever the numbers are.</summary>
    public bool HasFailed { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>What failed; empty when the form does not say.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];

    /// <summary>The items that ran, by id; empty when the form does not say.</summary>
    public IReadOnlyList<RunItem> Items { get; init; } = [];

    /// <summary>
    /// True when the run says that it carried out nothing, and names nothing that failed: it tells neither of good nor of bad. Numbers that are
    /// not told are not taken for zero.
    /// </summary>
    public bool IsEmpty => !IsBad && Warnings == 0 && Requests == 0 && PassedTests is null or 0;

    public bool IsBad => HasFailed || Errors > 0 || FailedTests > 0;
}
