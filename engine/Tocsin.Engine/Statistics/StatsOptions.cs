using Tocsin.Sdk;

namespace Tocsin.Engine.Statistics;

/// <summary>The server's own counters as points, for tasks that read their database.</summary>
public sealed record StatsOptions : ICheckedOptions
{
    /// <summary>Whether there are such points. Default true; they cost nothing while no task reads them.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How often all counters are written. Default 10 s.</summary>
    public TimeSpan StatsInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The database. Default <c>_kapacitor</c>.</summary>
    public string Database { get; init; } = "_kapacitor";

    /// <summary>The retention policy. Default <c>autogen</c>.</summary>
    public string RetentionPolicy { get; init; } = "autogen";

    /// <summary>The part of messages whose way through a task is timed, for <c>avg_exec_time_ns</c>: 0 for none, 1 for all. Default 0.0078, one in 128.</summary>
    public double TimingSampleRate { get; init; } = 1.0 / 128;

    /// <summary>Of how many messages one is timed; 0 for none.</summary>
    internal int TimedOneIn => TimingSampleRate <= 0 ? 0 : (int)Math.Clamp(Math.Round(1 / TimingSampleRate), 1, int.MaxValue);

    public IEnumerable<OptionProblem> Check()
    {
        if (StatsInterval <= TimeSpan.Zero)
            yield return new OptionProblem("stats-interval", "must be above 0, such as 10s; 'enabled: false' switches the points off");
        if (Database.Length == 0)
            yield return new OptionProblem("database", "must not be empty");
        if (TimingSampleRate is < 0 or > 1 or double.NaN)
            yield return new OptionProblem("timing-sample-rate", "must be a number from 0 to 1");
    }
}
