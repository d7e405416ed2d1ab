using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>The key <c>group</c> of a handler's <c>delivery</c>: which alerts go out together, and when.</summary>
internal sealed record DeliveryGroupOptions : ICheckedOptions
{
    private const int MostLabels = 20;

    /// <summary>
    /// The labels whose values the alerts of a group have in common: tags, and <c>alertname</c>, <c>alert_id</c>, <c>topic</c>, <c>task</c> and
    /// <c>severity</c>. Empty, the default: all alerts of the handler are one group.
    /// </summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>How long the first alert of a delivery waits for others. Default 30 s.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The least time between two deliveries of a group, except for ends of alerts and repeats. Default 5 min.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    public IEnumerable<OptionProblem> Check()
    {
        if (By.Count > MostLabels)
            yield return new OptionProblem("by", $"at most {MostLabels} labels are allowed");
        if (By.FirstOrDefault(label => string.IsNullOrWhiteSpace(label)) is not null)
            yield return new OptionProblem("by", "a label has a name, such as cluster");
        if (By.Select(AddressableName.Problem).OfType<string>().FirstOrDefault() is { } unseen)
            yield return new OptionProblem("by", $"a label cannot be used: {unseen}");
        if (By.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            yield return new OptionProblem("by", $"'{twice.Key}' stands there twice: leave one out");
        if (By.Contains("alert_id"))
            yield return new OptionProblem("by", "each alert has an alert_id of its own, so that each would be a group: leave out group, or name what the alerts have in common, such as cluster");
        if (Wait < TimeSpan.Zero || Wait > TimeSpan.FromDays(1))
            yield return new OptionProblem("wait", "the first alert of a group waits for up to a day, such as 30s; 0s for not at all");
        if (Interval < TimeSpan.Zero || Interval > TimeSpan.FromDays(30))
            yield return new OptionProblem("interval", "between two deliveries of a group there are up to 30 days, such as 5m");
        else if (Interval < Wait)
            yield return new OptionProblem("interval", "it is the least time between two deliveries of a group, each of which waits for 'wait': it cannot be less than that");
    }
}
