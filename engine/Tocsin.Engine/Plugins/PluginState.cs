namespace Tocsin.Engine.Plugins;

/// <summary>How it stands with one plugin.</summary>
public enum PluginState
{
    /// <summary>It runs. With errors, what is in its folder is a newer version that cannot be loaded.</summary>
    Loaded,

    /// <summary>It could not be loaded, and no version of it runs.</summary>
    Failed,

    /// <summary>Its folder is gone; deliveries of its handlers wait.</summary>
    Removed,
}
