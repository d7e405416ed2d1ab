using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps;

/// <summary>The VictorOps account that all handlers use.</summary>
[ServiceSettings("victorops")]
internal sealed record VictorOpsSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The key of the REST integration, the part of its address before the routing key.</summary>
    [Secret]
    public string ApiKey { get; init; } = "";

    /// <summary>The team that is told where a handler names none, a template. Empty leaves the choice to VictorOps.</summary>
    public EventTemplate? RoutingKey { get; init; }

    /// <summary>The address of the integration without the keys.</summary>
    public Uri Url { get; init; } = new("https://alert.victorops.com/integrations/generic/20131114/alert");

    /// <summary>Whether the data is sent as an object. Default false: as text with JSON in it.</summary>
    public bool JsonData { get; init; }

    /// <summary>Whether every alert without a VictorOps handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>The name of the sender. Empty, the default: the product's.</summary>
    public string MonitoringTool { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && ApiKey.Length == 0)
            yield return new OptionProblem("api-key", "VictorOps is enabled but has no api-key; copy it from the address of the REST integration");
        if (RoutingKey is { } key && RoutingKeys.IsUnreplaced(key.Text))
            yield return new OptionProblem("routing-key", RoutingKeys.Hint(key.Text));
        if (RoutingKeys.IsUnreplaced(Uri.UnescapeDataString(Url.AbsolutePath)))
            yield return new OptionProblem("url", $"the address still holds {RoutingKeys.Placeholder}: end it before the keys, and name the team as routing-key");
    }
}
