using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting.Hosting;

namespace Tocsin.Server.Cli.Serve;

/// <summary>What command line and configuration say of a server; whether it is so is for others to find out.</summary>
internal sealed record ServerPlan
{
    /// <summary>The file of <see cref="Config"/>; null when there is none.</summary>
    public required string? ConfigPath { get; init; }

    public required ConfigFile Config { get; init; }

    /// <summary>The address to listen on, as it is written.</summary>
    public required string Listen { get; init; }

    /// <summary>The HTTP API's options, with what the command line says over the configuration.</summary>
    public required HttpOptions Http { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>The folder of definitions to load at the start; null for none.</summary>
    public required string? LoadFolder { get; init; }

    /// <summary>Folders that somebody named; null for the usual ones.</summary>
    public required GivenFolder? Plugins { get; init; }

    public required GivenFolder? Scripts { get; init; }

    public required GivenFolder? Functions { get; init; }

    /// <summary>A configuration that Kapacitor would read, and that is not read; null for none.</summary>
    public required string? UnreadConfig { get; init; }

    /// <summary>Where extensions come from.</summary>
    public ExtensionFolders Extensions() => new()
    {
        Plugins = Plugins?.Path,
        Trust = new PluginTrust(Config.Options.Plugins.Trust),
        Scripts = Scripts?.Path ?? Path.Combine(LoadFolder ?? DataFolder, "scripts"),
        Functions = Functions?.Path ?? (LoadFolder is null ? null : Path.Combine(LoadFolder, "functions")),
        Processes = Config.Options.Udf,
    };
}
