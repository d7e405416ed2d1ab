using Tocsin.Sdk;

namespace Tocsin.Plugins.Alertmanager;

/// <summary>What one Alertmanager handler can say.</summary>
[HandlerOptions]
internal sealed record AlertmanagerOptions
{
    /// <summary>The label <c>alertname</c>. Empty, the default: the measurement.</summary>
    [ScriptProperty("alertName")]
    public string Alertname { get; init; } = "";

    /// <summary>Labels beside the tags; they go before tags of the same name.</summary>
    [ScriptProperty("label")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
