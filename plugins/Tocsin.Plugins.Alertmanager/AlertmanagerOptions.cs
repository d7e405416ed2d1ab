using Tocsin.Sdk;

namespace Tocsin.Plugins.Alertmanager;

/// <summary>What one Alertmanager handler can say.</summary>
[HandlerOptions]
internal sealed record AlertmanagerOptions
{
    /// <summary>The label <c>alertname</c>, a template. Empty, the default: the measurement.</summary>
    [Destination]
    [ScriptProperty("alertName")]
    public EventTemplate? Alertname { get; init; }

    /// <summary>
    /// Labels beside the tags, templates; they go before tags of the same name. Labels tell alerts apart: a template over what changes while the
    /// alert is open, such as a field, makes an alert of each change.
    /// </summary>
    [Destination]
    [ScriptProperty("label")]
    public IReadOnlyDictionary<string, EventTemplate> Labels { get; init; } = new Dictionary<string, EventTemplate>();
}
