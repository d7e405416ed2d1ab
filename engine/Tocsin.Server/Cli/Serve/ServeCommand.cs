using System.CommandLine;
using System.Runtime.InteropServices;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;
using Tocsin.Scripting.Hosting;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Cli.Serve;

/// <summary><c>tocsin serve</c>: runs the server until it is told to stop.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _http;
    private readonly Option<HttpAuth?> _auth;
    private readonly Option<string?> _data;
    private readonly Option<string?> _config;
    private readonly Option<string?> _load;
    private readonly Option<string?> _plugins;
    private readonly Option<string?> _scripts;
    private readonly Option<string?> _functions;
    private readonly Option<string[]> _suspend;

    public ServeCommand(Terminal terminal)
        : base("serve", CommandGroup.Running, "Run the server: HTTP API, tasks, topics and deliveries.")
    {
        _terminal = terminal;
        _http = Option<string?>("http", "Where to listen. Default 127.0.0.1:9092, for this machine only; :9092 is for all. Port 0 takes a free one.", "ADDRESS:PORT");
        _auth = Option<HttpAuth?>("auth", "Whether callers must say who they are: on, off, or auto, as soon as there is a user. Default: http.auth of the configuration, else auto.", "on|off|auto");
        _data = Option<string?>(DataChoice.Name, $"The folder of tasks, alert states and deliveries owed; made when missing. Default ./{DataChoice.Default}.", "FOLDER");
        _config = Option<string?>("config", "The configuration: the server's options and the services that handlers use. YAML, or Kapacitor's own kapacitor.conf. Default: KAPACITOR_CONFIG_PATH, else none.", "FILE");
        _load = Option<string?>("load", "A folder with tasks/, templates/, handlers/ and sources/ to load at the start, and again on SIGHUP.", "FOLDER");
        _plugins = Option<string?>("plugins", "The folder of the plugins. Default: plugins next to the program.", "FOLDER");
        _scripts = Option<string?>("scripts", "Where relative paths of C# scripts begin. Default: scripts in the load folder, else in the data folder.", "FOLDER");
        _functions = Option<string?>("functions", "C# scripts (.csx) with functions for tasks. Default: functions in the load folder.", "FOLDER");
        _suspend = Option<string[]>("suspend", "A handler to leave alone, as 'tocsin status' names it; what is owed to it waits. May be given again.", "HANDLER");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin serve --data /var/lib/tocsin --config /etc/tocsin/services.yaml --load /etc/tocsin/load",
        "tocsin serve --http 127.0.0.1:0 --data ./tocsin-data",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // From the first moment: a signal that comes before there is anything to load must not end the process.
        var reloads = new ReloadQueue<ReloadReport>();
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = reloads.RequestAsync(ReloadScope.All);
        });
        var path = ConfigChoice.PathOf(arguments.GetValue(_config), _terminal);
        var config = path is { } file ? ReadConfig(file) : ConfigFile.Default;
        if (config.Problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', config.Problems.Concat(ProblemsOfServices(config, arguments.GetValue(_plugins))).Where(problem => !problem.IsWarning)));

        var options = config.Options;
        var data = arguments.GetValue(_data) ?? (options.DataDir.Length > 0 ? options.DataDir : DataChoice.Default);
        var load = arguments.GetValue(_load) ?? (options.Load.Enabled ? options.Load.Dir : null);
        var plugins = Chosen(arguments, _plugins, options.PluginDir, "plugin-dir", "plugins");
        var givenScripts = Chosen(arguments, _scripts, options.Scripts.Dir, "scripts.dir", "C# scripts");
        var givenFunctions = Chosen(arguments, _functions, options.Functions.Dir, "functions.dir", "functions");
        var suspended = arguments.GetValue(_suspend) ?? [];
        using var folder = DataFolderLock.Take(data);
        using var guard = CrashGuard.Open(data, suspended, TimeProvider.System);
        if (load is not null && !Directory.Exists(load))
            throw new CliException($"there is no folder {load} to load: make it, with tasks/, templates/ and handlers/ in it");

        var settings = new ServeSettings
        {
            Address = ListenAddress.Parse(arguments.GetValue(_http) ?? options.Http.BindAddress),
            Http = arguments.GetValue(_auth) is { } auth ? options.Http with { Auth = auth, AuthEnabled = options.Http.AuthEnabled && auth != HttpAuth.Off } : options.Http,
            DataFolder = data,
            DataFolderLock = folder,
            LoadFolder = load,
            Extensions = new ExtensionFolders
            {
                Plugins = plugins,
                PluginCopies = Path.Combine(data, "plugin-copies"),
                Scripts = givenScripts ?? Path.Combine(load ?? data, "scripts"),
                Functions = givenFunctions ?? (load is null ? null : Path.Combine(load, "functions")),
                Guard = guard,
                Processes = options.Udf,
            },
            Config = config,
            ConfigPath = path,
            Guard = guard,
            Suspended = suspended,
            Warnings = [.. UnreadConfig(arguments), .. config.Problems.Select(problem => problem.ToString()), .. guard.Notes],
        };
        await new ServerRun(settings, reloads, _terminal).RunAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private IEnumerable<string> UnreadConfig(ParseResult arguments) => ConfigChoice.UnreadPath(arguments.GetValue(_config), _terminal) is { } file
        ? [$"no configuration is given, defaults hold: {file}, which Kapacitor would read, is only read when --config or KAPACITOR_CONFIG_PATH names it"]
        : [];

    private static string? Chosen(ParseResult arguments, Option<string?> option, string configured, string key, string what) =>
        arguments.GetValue(option) is { } given ? GivenFolder.Check(given, option.Name, what)
        : configured.Length > 0 ? GivenFolder.Check(configured, $"'{key}' of the configuration", what)
        : null;

    // All mistakes at once: whoever corrects the one half would meet the other at the next start.
    private static IReadOnlyList<ConfigProblem> ProblemsOfServices(ConfigFile config, string? plugins)
    {
        var folder = plugins ?? config.Options.PluginDir;
        using var extensions = new ExtensionFolders { Plugins = Directory.Exists(folder) ? folder : null }.Open();
        return extensions.Current.Kinds.Check(config.Sections);
    }

    private static ConfigFile ReadConfig(string file) =>
        File.Exists(file) ? ConfigFile.Load(file) : throw new CliException($"there is no configuration {file}: give the path of one with --config");
}
