using Tocsin.Sdk;

namespace Tocsin.Plugins.Alerta;

/// <summary>What one Alerta handler can say; what is left empty is taken from the configuration, or from the alert.</summary>
[HandlerOptions]
internal sealed record AlertaOptions : IServedOptions
{
    /// <summary>The key or token to send with. Empty, the default: the one of the configuration.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>What stands before the token in the request, <c>Bearer</c> or <c>Key</c>. Empty, the default: as the configuration says.</summary>
    public string TokenPrefix { get; init; } = "";

    /// <summary>What is alerted about, a template. Default: the measurement, of alerts without one their id.</summary>
    public EventTemplate? Resource { get; init; }

    /// <summary>What happened to it, a template; alerts of one resource and event are one to Alerta. Default: the alert's id.</summary>
    public EventTemplate? Event { get; init; }

    /// <summary>The environment, a template. Default: the one of the configuration.</summary>
    [Destination]
    public EventTemplate? Environment { get; init; }

    /// <summary>The group, a template. Default: the alert's group.</summary>
    public EventTemplate? Group { get; init; }

    /// <summary>The value that is shown, a template. Default: empty.</summary>
    public EventTemplate? Value { get; init; }

    /// <summary>Who sends, a template. Default: the one of the configuration.</summary>
    public EventTemplate? Origin { get; init; }

    /// <summary>The services that are affected, templates. Default: the measurement.</summary>
    [ScriptProperty("services")]
    public IReadOnlyList<EventTemplate> Service { get; init; } = [];

    /// <summary>Other events that this one belongs to, templates. Default: none.</summary>
    [ScriptProperty("correlated")]
    public IReadOnlyList<EventTemplate> Correlate { get; init; } = [];

    /// <summary>Further attributes by name; texts are templates. Default: none.</summary>
    [ScriptProperty("attribute")]
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();

    /// <summary>Alerta's severities in the place of the usual ones, by <c>ok</c>, <c>info</c>, <c>warn</c> and <c>crit</c>. Default: none.</summary>
    [ScriptProperty("renameSeverity")]
    public IReadOnlyDictionary<string, string> RenameSeverities { get; init; } = new Dictionary<string, string>();

    /// <summary>After how long Alerta takes the alert for gone. 0, the default: as the configuration says.</summary>
    public TimeSpan Timeout { get; init; }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        foreach (var level in RenameSeverities.Keys.Where(level => !AlertaSeverity.IsLevel(level)))
            yield return new OptionProblem("rename-severities", $"'{level}' is not a level and renames nothing: write ok, info, warn or crit");
    }
}
