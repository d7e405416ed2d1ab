using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Engine.Plugins;

/// <summary>What became of one plugin folder.</summary>
public sealed record PluginLoad
{
    /// <summary>The name of the folder.</summary>
    public required string Id { get; init; }

    public required string Folder { get; init; }

    /// <summary>The name of the plugin's assembly; empty when it could not be read.</summary>
    public string AssemblyName { get; init; } = "";

    /// <summary>The version of the plugin's assembly, <c>1.2.3</c>; empty when it could not be read.</summary>
    public string Version { get; init; } = "";

    /// <summary>The version of the SDK that the plugin was built for; empty when it could not be read.</summary>
    public string SdkVersion { get; init; } = "";

    /// <summary>The plugin's assembly and version, <c>Name 1.2.3</c>; empty when it could not be read.</summary>
    public string Assembly => $"{AssemblyName} {Version}".Trim();

    /// <summary>What it brings; nothing when it could not be loaded.</summary>
    public PluginContributions Contributions { get; init; } = PluginContributions.None;

    /// <summary>The kinds of handlers it brings.</summary>
    public IReadOnlyList<HandlerKind> Kinds => Contributions.Kinds;

    /// <summary>What is wrong and the way out, one sentence each; a plugin with errors may still bring some of its kinds.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What was in the way may pass without a change of the folder: a full disk, too many open files.</summary>
    internal bool MayComeLater { get; init; }

    /// <summary>The folder that its code was read from, which may be a copy; empty when none was.</summary>
    internal string LoadedFrom { get; init; } = "";

    /// <summary>Its code; null when it could not be loaded.</summary>
    internal PluginCode? Code { get; init; }
}
