using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>What one handler of Events v2 can say.</summary>
[HandlerOptions]
internal sealed record PagerDuty2Options : ICheckedOptions, IServedOptions
{
    /// <summary>The key of the integration that is told, a template. Empty, the default: the one of the configuration.</summary>
    [Destination]
    [Secret]
    [ScriptProperty("routingKey")]
    [ScriptProperty("serviceKey")]
    public EventTemplate? RoutingKey { get; init; }

    /// <summary>Links that are shown with the incident.</summary>
    [ScriptProperty("link")]
    public IReadOnlyList<PagerDuty2Link> Links { get; init; } = [];

    /// <summary>What OK does. Default <c>resolve</c>; alerts with the tag <c>recovery=acknowledge</c> are acknowledged anyway.</summary>
    public RecoveryAction OnRecovery { get; init; } = RecoveryAction.Resolve;

    public IEnumerable<OptionProblem> Check() => IntegrationKeys.Check("routing-key", RoutingKey);

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is PagerDuty2Settings configured && string.IsNullOrEmpty(RoutingKey?.Text) && string.IsNullOrEmpty(configured.RoutingKey?.Text))
            yield return new OptionProblem("routing-key", "there is no routing key: give it in the handler or in the section 'pagerduty2' of the server's configuration");
    }
}
