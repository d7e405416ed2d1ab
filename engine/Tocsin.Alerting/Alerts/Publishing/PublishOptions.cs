using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Publishing;

/// <summary>Where the <c>publish</c> handler hands events on.</summary>
[HandlerOptions]
internal sealed record PublishOptions : ICheckedOptions, IServedOptions, IForwardingOptions
{
    /// <summary>A list of topics.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    IEnumerable<string> IForwardingOptions.ForwardsTo => Topics;

    public IEnumerable<OptionProblem> Check() =>
        Topics.Select(AddressableName.Problem).OfType<string>().Take(1).Select(problem => new OptionProblem("topics", $"a topic cannot be used: {problem}"));

    public IEnumerable<OptionProblem> CheckDelivery(object? settings) =>
        Topics.Count == 0 ? [new OptionProblem("topics", "the handler publishes to no topic: name one or more here")] : [];
}
