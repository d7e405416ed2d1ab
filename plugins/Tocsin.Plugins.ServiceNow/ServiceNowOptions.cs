using Tocsin.Sdk;

namespace Tocsin.Plugins.ServiceNow;

/// <summary>What one ServiceNow handler can say.</summary>
[HandlerOptions]
internal sealed record ServiceNowOptions : IServedOptions
{
    /// <summary>The address that events are posted to. Empty, the default: the one of the configuration.</summary>
    [Destination]
    [ScriptProperty("URL")]
    public Uri? Url { get; init; }

    /// <summary>The user to log in as. Empty, the default: the one of the configuration.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>Who sends, a template. Empty, the default: as the configuration says.</summary>
    public EventTemplate? Source { get; init; }

    /// <summary>The node that the event is about, a template.</summary>
    public EventTemplate? Node { get; init; }

    /// <summary>The type of the metric, a template.</summary>
    public EventTemplate? Type { get; init; }

    /// <summary>The part of the node, a template.</summary>
    public EventTemplate? Resource { get; init; }

    /// <summary>The name of the metric, a template.</summary>
    [OptionAlias("metric_name")]
    [OptionAlias("metricName")]
    public EventTemplate? MetricName { get; init; }

    /// <summary>What events of one alert have in common, a template. Default: the alert's id.</summary>
    [OptionAlias("message_key")]
    [OptionAlias("messageKey")]
    public EventTemplate? MessageKey { get; init; }

    /// <summary>Further texts by name; texts are templates. Default: none.</summary>
    [OptionAlias("additional_info")]
    [OptionAlias("additionalInfo")]
    public IReadOnlyDictionary<string, object> AdditionalInfo { get; init; } = new Dictionary<string, object>();

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is ServiceNowSettings { Url: null } && Url is null)
            yield return new OptionProblem("url", "there is no address to send to: give it in the handler or in the section 'servicenow' of the server's configuration");
    }
}
