using Tocsin.Sdk;

namespace Tocsin.Plugins.ServiceNow;

/// <summary>The ServiceNow instance that all handlers use.</summary>
[ServiceSettings("servicenow")]
internal sealed record ServiceNowSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address that events are posted to, <c>https://instance.service-now.com/api/global/em/jsonv2</c>.</summary>
    public Uri? Url { get; init; }

    /// <summary>Who sends where a handler does not say, a template. Empty, the default: the product's name.</summary>
    public EventTemplate? Source { get; init; }

    /// <summary>The user to log in as. Empty, the default, does not log in.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>Whether every alert without a ServiceNow handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "ServiceNow is enabled but has no url; give that of your instance, such as https://instance.service-now.com/api/global/em/jsonv2");
    }
}
