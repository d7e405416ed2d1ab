using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>The service of PagerDuty that handlers of Events v2 use.</summary>
[ServiceSettings("pagerduty2")]
internal sealed record PagerDuty2Settings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The key of the integration where a handler names none, a template.</summary>
    [Secret]
    public EventTemplate? RoutingKey { get; init; }

    /// <summary>The address that events are posted to.</summary>
    public Uri Url { get; init; } = new("https://events.pagerduty.com/v2/enqueue");

    /// <summary>Whether every alert without a handler of this kind gets one. Default false.</summary>
    public bool Global { get; init; }

    public IEnumerable<OptionProblem> Check() => IntegrationKeys.Check("routing-key", RoutingKey);
}
