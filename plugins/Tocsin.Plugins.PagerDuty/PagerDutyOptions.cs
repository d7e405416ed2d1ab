using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>What one handler of Events v1 can say.</summary>
[HandlerOptions]
internal sealed record PagerDutyOptions : ICheckedOptions, IServedOptions
{
    /// <summary>The key of the integration that is told, a template. Empty, the default: the one of the configuration.</summary>
    [Destination]
    [Secret]
    public EventTemplate? ServiceKey { get; init; }

    /// <summary>What OK does. Default <c>resolve</c>; alerts with the tag <c>recovery=acknowledge</c> are acknowledged anyway.</summary>
    public RecoveryAction OnRecovery { get; init; } = RecoveryAction.Resolve;

    public IEnumerable<OptionProblem> Check() => IntegrationKeys.Check("service-key", ServiceKey);

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is PagerDutySettings configured && string.IsNullOrEmpty(ServiceKey?.Text) && string.IsNullOrEmpty(configured.ServiceKey?.Text))
            yield return new OptionProblem("service-key", "there is no service key: give it in the handler or in the section 'pagerduty' of the server's configuration");
    }
}
