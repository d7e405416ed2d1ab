using Tocsin.Sdk;

namespace Tocsin.Plugins.BigPanda;

/// <summary>What one BigPanda handler can say.</summary>
[HandlerOptions]
internal sealed record BigPandaOptions : IServedOptions
{
    /// <summary>The key of the integration, a template. Empty, the default: the one of the configuration.</summary>
    [Destination]
    [OptionAlias("appKey")]
    public EventTemplate? AppKey { get; init; }

    /// <summary>The property from which BigPanda makes the title of an incident, a template. Default: as the integration says.</summary>
    [OptionAlias("primaryProperty")]
    public EventTemplate? PrimaryProperty { get; init; }

    /// <summary>The property from which BigPanda makes its subtitle, a template. Default: as the integration says.</summary>
    [OptionAlias("secondaryProperty")]
    public EventTemplate? SecondaryProperty { get; init; }

    /// <summary>What caused the alert, a template. Default: the tag <c>host</c>, when the alert has one.</summary>
    public EventTemplate? Host { get; init; }

    /// <summary>Further properties by name; texts are templates. Default: none.</summary>
    [ScriptProperty("attribute")]
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is BigPandaSettings configured && string.IsNullOrEmpty(AppKey?.Text) && string.IsNullOrEmpty(configured.AppKey?.Text))
            yield return new OptionProblem("app-key", "there is no app key: give it in the handler or in the section 'bigpanda' of the server's configuration");
    }
}
