using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>The key <c>limit</c> of a handler's <c>delivery</c>: how many deliveries may go out in a time.</summary>
internal sealed record DeliveryLimitOptions : ICheckedOptions
{
    private const int Most = 1000;

    /// <summary>How many deliveries, from 1 to 1000; a group is one.</summary>
    public required int Count { get; init; }

    /// <summary>In what time, such as <c>10m</c>.</summary>
    public required TimeSpan Per { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Count is < 1 or > Most)
            yield return new OptionProblem("count", $"between 1 and {Most} deliveries can be allowed in the time; to send nothing, define a silence or delete the handler");
        if (Per <= TimeSpan.Zero || Per > TimeSpan.FromDays(30))
            yield return new OptionProblem("per", "deliveries are counted over a time up to 30 days, such as 10m");
    }
}
