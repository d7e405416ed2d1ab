namespace Tocsin.Engine.Plugins;

/// <summary>Which plugins may be loaded.</summary>
public sealed record PluginTrustOptions
{
    /// <summary>
    /// A file that lists them by their hashes, as <c>tocsin plugins trust</c> writes it; all others are refused. Empty, the default: all plugins of the
    /// folder are loaded.
    /// </summary>
    public string Trust { get; init; } = "";
}
