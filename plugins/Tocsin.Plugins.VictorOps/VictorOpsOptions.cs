using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps;

/// <summary>What one VictorOps handler can say.</summary>
[HandlerOptions]
internal sealed record VictorOpsOptions : ICheckedOptions
{
    /// <summary>The team that is to be told, a template. Empty, the default: the one of the configuration.</summary>
    [Destination]
    public EventTemplate? RoutingKey { get; init; }

    /// <summary>What OK does. Default <c>resolve</c>; alerts with the tag <c>recovery=acknowledge</c> are acknowledged anyway.</summary>
    public RecoveryAction OnRecovery { get; init; } = RecoveryAction.Resolve;

    /// <summary>
    /// A tag whose value is the routing key, for alerts that have it: one handler for many teams. Empty, the default: alerts do not choose.
    /// </summary>
    [Destination]
    public string RoutingKeyTag { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (RoutingKey is { } key && RoutingKeys.IsUnreplaced(key.Text))
            yield return new OptionProblem("routing-key", RoutingKeys.Hint(key.Text));
    }
}
