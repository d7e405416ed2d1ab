using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>How deliveries are attempted, repeated and given up.</summary>
public sealed record DeliveryOptions : ICheckedOptions
{
    // Timers end at 49 days; whoever means longer means never.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    /// <summary>The longest one attempt may take. Default 30 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause after the first attempt that failed; doubled after each further one. Default 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two attempts, and the longest wish of the other side that is heeded. Default 5 min.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>By what part a pause is made longer or shorter at random, so that handlers do not come back all at once. Default 0.2.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>How long a delivery is tried before it becomes a dead letter. Default 24 h.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Attempts of one handler at the same time, each for another alert id. Default 16.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>
    /// How long alerts may wait for those of other ids before they overtake them. Until then, and while fewer than <see cref="Backlog"/>
    /// ids wait, all alerts of a handler are delivered one by one in the order they were raised. Default 500 ms.
    /// </summary>
    public TimeSpan OrderPatience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many alert ids may wait before several are served at once. Default 64.</summary>
    public int Backlog { get; init; } = 64;

    /// <summary>How many deliveries owed to one handler are kept in memory; the others wait in storage. Default 4096.</summary>
    public int Window { get; init; } = 4096;

    /// <summary>How long a stop waits for attempts that run. Default 5 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<OptionProblem> Check()
    {
        if (AttemptTimeout <= TimeSpan.Zero || AttemptTimeout > LongestTime)
            yield return new OptionProblem("attempt-timeout", "an attempt needs some time and at most 30 days, such as 30s");
        if (FirstPause <= TimeSpan.Zero || FirstPause > LongestTime)
            yield return new OptionProblem("first-pause", "without a pause a failing handler is called continuously: give a time up to 30 days, such as 1s");
        if (LongestPause <= TimeSpan.Zero || LongestPause > LongestTime)
            yield return new OptionProblem("longest-pause", "without a pause a failing handler is called continuously: give a time up to 30 days, such as 5m");
        if (Jitter is not (>= 0 and <= 1))
            yield return new OptionProblem("jitter", "must be a fraction of the pause, from 0 to 1");
        if (GiveUpAfter < TimeSpan.Zero)
            yield return new OptionProblem("give-up-after", "a time such as 24h, or 0s for a single attempt");
        if (Parallelism < 1)
            yield return new OptionProblem("parallelism", "at least 1 attempt must be allowed at a time");
        if (OrderPatience < TimeSpan.Zero || OrderPatience > LongestTime)
            yield return new OptionProblem("order-patience", "a time up to 30 days, such as 500ms; 0s for no order among ids");
        if (Backlog < 0)
            yield return new OptionProblem("backlog", "it is a number of alert ids, 0 or more");
        if (Window < 2)
            yield return new OptionProblem("window", "at least 2 deliveries must be kept in memory");
        if (StopTimeout < TimeSpan.Zero || StopTimeout > LongestTime)
            yield return new OptionProblem("stop-timeout", "a time up to 30 days, such as 5s; 0s for no wait");
    }
}
