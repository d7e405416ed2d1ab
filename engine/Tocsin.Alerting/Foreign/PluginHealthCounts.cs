namespace Tocsin.Alerting.Foreign;

/// <summary>How the handlers of one plugin behaved since the server started.</summary>
public sealed record PluginHealthCounts
{
    /// <summary>Calls that ended with an exception, or answered with nothing.</summary>
    public long Exceptions { get; init; }

    /// <summary>Calls that took longer than an attempt may.</summary>
    public long Timeouts { get; init; }

    /// <summary>Of these, calls that ignored their cancellation and have not come back yet.</summary>
    public long Unreturned { get; init; }

    /// <summary>Calls that came back after they had been given up.</summary>
    public long LateReturns { get; init; }

    /// <summary>What went wrong last; empty when nothing did.</summary>
    public string LastProblem { get; init; } = "";

    /// <summary>The handler with that problem; empty when it was none.</summary>
    public string LastProblemHandler { get; init; } = "";

    /// <summary>When that was; null when nothing went wrong.</summary>
    public DateTimeOffset? LastProblemAt { get; init; }
}
