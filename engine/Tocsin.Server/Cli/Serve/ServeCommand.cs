using System.CommandLine;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting.Hosting;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Cli.Serve;

/// <summary><c>tocsin serve</c>: runs the server until it is told to stop.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly ServerArguments _server;
    private readonly Option<string[]> _suspend;

    public ServeCommand(Terminal terminal)
        : base("serve", CommandGroup.Running, "Run the server: HTTP API, tasks, topics and deliveries.")
    {
        _terminal = terminal;
        _server = new ServerArguments(this, terminal);
        _suspend = Option<string[]>("suspend", "A handler to leave alone, as 'tocsin status' names it; what is owed to it waits. May be given again.", "HANDLER");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin serve --data /var/lib/tocsin --config /etc/tocsin/services.yaml --load /etc/tocsin/load",
        "tocsin serve --http 127.0.0.1:0 --data ./tocsin-data",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reloads = new ReloadQueue<ReloadReport>();
        using var own = _terminal.HangUps is null ? new HangUps() : null;
        (_terminal.HangUps ?? own)?.SendTo(() => _ = reloads.RequestAsync(ReloadScope.All));
        var plan = _server.Read(arguments);
        var config = plan.Config;
        if (config.Problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', ProblemsOf(config, plan.Plugins?.Path).Where(problem => !problem.IsWarning)));
        foreach (var given in new[] { plan.Plugins, plan.Scripts, plan.Functions })
            given?.Check();

        var suspended = arguments.GetValue(_suspend) ?? [];
        using var folder = DataFolderLock.Take(plan.DataFolder);
        using var guard = CrashGuard.Open(plan.DataFolder, suspended, TimeProvider.System);
        if (plan.LoadFolder is { } load && !Directory.Exists(load))
            throw new CliException($"there is no folder {load} to load: make it, with tasks/, templates/ and handlers/ in it");

        var settings = new ServeSettings
        {
            Address = ListenAddress.Parse(plan.Listen),
            Http = plan.Http,
            DataFolder = plan.DataFolder,
            DataFolderLock = folder,
            LoadFolder = plan.LoadFolder,
            Extensions = plan.Extensions() with { PluginCopies = Path.Combine(plan.DataFolder, "plugin-copies"), Guard = guard },
            Config = config,
            ConfigPath = plan.ConfigPath,
            Guard = guard,
            Suspended = suspended,
            Warnings = [.. UnreadConfig(plan), .. config.Problems.Select(problem => problem.ToString()), .. guard.Notes],
        };
        await new ServerRun(settings, reloads, _terminal).RunAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static IEnumerable<string> UnreadConfig(ServerPlan plan) => plan.UnreadConfig is { } file
        ? [$"no configuration is given, defaults hold: {file}, which Kapacitor would read, is only read when --config or KAPACITOR_CONFIG_PATH names it"]
        : [];

    // All mistakes at once: whoever corrects the one half would meet the other at the next start.
    private static IReadOnlyList<ConfigProblem> ProblemsOf(ConfigFile config, string? plugins)
    {
        using var extensions = new ExtensionFolders { Plugins = Directory.Exists(plugins) ? plugins : null, Trust = new PluginTrust(config.Options.Plugins.Trust) }.Open();
        return config.ProblemsFor(extensions.Current.Kinds);
    }
}
