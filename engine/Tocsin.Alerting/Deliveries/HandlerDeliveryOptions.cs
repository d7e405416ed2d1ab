using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Isolation;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>The key <c>delivery</c> of a handler: how its deliveries differ from those of other handlers.</summary>
internal sealed record HandlerDeliveryOptions : ICheckedOptions
{
    /// <summary>What a handler without the key has.</summary>
    public static readonly HandlerDeliveryOptions None = new();

    // Timers end at 49 days; an attempt that takes a day has failed.
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromDays(1);

    private static readonly TimeSpan ShortestRepeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether an event that was not taken yet is left out once a newer one of the same alert id is owed. The newest always goes out, and an
    /// attempt that runs is let finish. Default false: every event goes out.
    /// </summary>
    public bool Merge { get; init; }

    /// <summary>The longest one attempt may take, above 0, at most a day; null leaves it to <see cref="DeliveryOptions.AttemptTimeout"/>.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>How long a delivery is tried, 0 for one attempt; null leaves it to <see cref="DeliveryOptions.GiveUpAfter"/>.</summary>
    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>Attempts at the same time, each for another alert id, at least 1; null leaves it to <see cref="DeliveryOptions.Parallelism"/>.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Where the calls of a C# script or of a handler of a plugin run: <c>none</c>, the default, in the server; <c>process</c>, in a process of their own.</summary>
    public HandlerIsolation Isolation { get; init; }

    /// <summary>Gathers alerts into one delivery. Default: each alert is a delivery of its own.</summary>
    public DeliveryGroupOptions? Group { get; init; }

    /// <summary>
    /// After what time an alert that is still open is delivered again, such as <c>4h</c>; in between, only changes of its level are. Default: every
    /// event of the topic goes out, and nothing by itself.
    /// </summary>
    public TimeSpan? Repeat { get; init; }

    /// <summary>How many deliveries may go out in a time; the alerts that are over it come as one summary. Ends of alerts are not held back by it. Default: all.</summary>
    public DeliveryLimitOptions? Limit { get; init; }

    /// <summary>
    /// For how long an alert must be open before it is delivered, such as <c>15m</c>: the time begins again when its level rises, and stands still
    /// while a silence keeps it back. Default: at once.
    /// </summary>
    public TimeSpan? After { get; init; }

    /// <summary>What keeps escalations and repeats back: <c>never</c>, the default, or <c>acknowledged</c>, as long as somebody has acknowledged the alert.</summary>
    public DeliveryCondition Unless { get; init; }

    /// <summary>What of it decides which events go out when; null when all do at once.</summary>
    internal DeliveryPace? Pace => Group is null && Repeat is null && Limit is null && After is null && Unless == DeliveryCondition.Never
        ? null
        : new DeliveryPace(Group, Repeat, Limit, After ?? TimeSpan.Zero, Unless == DeliveryCondition.Acknowledged);

    /// <summary>Reads the key's value as the API takes it.</summary>
    /// <param name="json">Null gives <see cref="None"/>.</param>
    /// <param name="error">All that is wrong, joined; null when nothing is.</param>
    public static HandlerDeliveryOptions Read(string? json, out string? error)
    {
        error = null;
        if (json is null)
            return None;
        try
        {
            var options = Read(ConfigJson.Parse(json), out var problems);
            if (problems.Count > 0)
                error = string.Join("; ", problems.Select(problem => problem.Message));
            return options;
        }
        catch (JsonException problem)
        {
            error = $"delivery is not JSON: {problem.Message}";
            return None;
        }
    }

    /// <summary>Reads the key's value; each problem has the place of its value.</summary>
    internal static HandlerDeliveryOptions Read(ConfigValue value, out IReadOnlyList<ConfigProblem> problems)
    {
        var found = new List<ConfigProblem>();
        problems = found;
        return (HandlerDeliveryOptions)OptionsBinder.Bind(typeof(HandlerDeliveryOptions), value, new BindRules("delivery:"), found);
    }

    /// <summary>The server's options with those of the handler in their place.</summary>
    internal DeliveryOptions Over(DeliveryOptions server) => server with
    {
        AttemptTimeout = AttemptTimeout ?? server.AttemptTimeout,
        GiveUpAfter = GiveUpAfter ?? server.GiveUpAfter,
        Parallelism = Parallelism ?? server.Parallelism,
    };

    public IEnumerable<OptionProblem> Check()
    {
        if (AttemptTimeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > LongestAttempt))
            yield return new OptionProblem("attempt-timeout", "an attempt needs some time and at most a day, such as 10s");
        if (GiveUpAfter < TimeSpan.Zero)
            yield return new OptionProblem("give-up-after", "a time such as 24h, or 0s for a single attempt");
        if (Parallelism < 1)
            yield return new OptionProblem("parallelism", "at least 1 attempt must be allowed at a time");
        if (Repeat < ShortestRepeat || Repeat > LongestTime)
            yield return new OptionProblem("repeat", "an open alert is repeated after a time from 1s to 30 days, such as 4h; leave the key out for no repeats");
        if (After <= TimeSpan.Zero || After > LongestTime)
            yield return new OptionProblem("after", "an escalation waits for a time up to 30 days, such as 15m; leave the key out to deliver at once");
        if (Unless == DeliveryCondition.Acknowledged && After is null && Repeat is null)
            yield return new OptionProblem("unless", "nobody has acknowledged an alert that has just opened: unless goes with after, for an escalation, or with repeat");
        if (Merge && (Group is not null || Repeat is not null || Limit is not null || After is not null))
            yield return new OptionProblem("merge", "what is gathered, limited or put off goes out as it is by then: leave out merge, or group, repeat, limit and after");
    }
}
