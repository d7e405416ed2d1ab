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
    }
}
