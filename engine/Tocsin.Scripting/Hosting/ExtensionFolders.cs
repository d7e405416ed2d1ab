using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Processes;
using Tocsin.Pipelines.Functions.Processes;
using Tocsin.Scripting.Functions;

namespace Tocsin.Scripting.Hosting;

/// <summary>Where extensions come from: plugins, C# scripts of handlers, C# scripts with functions. None of the folders need exist.</summary>
public sealed record ExtensionFolders
{
    /// <summary>Holds one folder a plugin. Default, null or empty: <see cref="PluginLoader.DefaultFolder"/>.</summary>
    public string? Plugins { get; init; }

    /// <summary>
    /// Takes copies of the plugins, which are loaded, so that the folder may change while they are in use; null, the default, loads them where
    /// they are, once, as commands do that run and end.
    /// </summary>
    public string? PluginCopies { get; init; }

    /// <summary>Which plugins may be loaded. Default: all.</summary>
    public PluginTrust Trust { get; init; } = PluginTrust.All;

    /// <summary>Where relative paths of C# scripts begin. Default: <c>scripts</c> in the current folder.</summary>
    public string Scripts { get; init; } = "scripts";

    /// <summary>Holds <c>.csx</c> files with functions; null, the default, for none.</summary>
    public string? Functions { get; init; }

    /// <summary>The functions of other processes; none by default.</summary>
    public UdfOptions Processes { get; init; } = new();

    /// <summary>Is told what is loaded, compiled and run, and knows what is left alone. Default: nobody.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>The clock by which files are looked at.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes what is to be told of files that change.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Loads and compiles all there is. An engine that is given it takes changes too, and lets go of it at its end.</summary>
    public ExtensionRegistry Open()
    {
        var folder = string.IsNullOrEmpty(Plugins) ? PluginLoader.DefaultFolder : Plugins;
        var scripts = new CsxHost(new CsxSettings { Folder = Scripts, Guard = Guard, Time = Time });
        var own = new Extensions { Kinds = scripts.AddTo(HandlerKinds.BuiltIn) };
        var extensions = new ExtensionRegistry(PluginCopies is null ? PluginLoader.LoadAll(folder, own, Trust) : own);
        extensions.Own(scripts);
        if (PluginCopies is not null)
            extensions.Add(new PluginHost(extensions, folder, PluginCopies, Time, Logs, Guard, Trust));
        if (Functions is not null)
            extensions.Add(new LiveFunctions(extensions, scripts.OpenFunctions(Functions), Logs.CreateLogger("tocsin.functions")));
        if (PluginCopies is not null || Processes.Functions.Count > 0)
            extensions.Add(new ProcessFunctions(extensions, Processes, Time, Logs.CreateLogger("tocsin.functions")));
        return extensions;
    }
}
