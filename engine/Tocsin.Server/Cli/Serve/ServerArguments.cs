using System.CommandLine;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Cli.Serve;

/// <summary>The options that say how a server is started, for the command that does it and for those that look whether it could.</summary>
internal sealed class ServerArguments
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _http = New<string?>("http", "Where to listen. Default 127.0.0.1:9092, for this machine only; :9092 is for all. Port 0 takes a free one.", "ADDRESS:PORT");
    private readonly Option<HttpAuth?> _auth = New<HttpAuth?>("auth", "Authentication: on, off, or auto (on once a user exists). Default: http.auth of the configuration, else auto.", "on|off|auto");
    private readonly Option<string?> _data = New<string?>(DataChoice.Name, $"The folder of tasks, alert states and deliveries owed; made when missing. Default ./{DataChoice.Default}.", "FOLDER");
    private readonly Option<string?> _config = New<string?>("config", "The configuration: the server's options and the services that handlers use. YAML, or Kapacitor's own kapacitor.conf. Default: KAPACITOR_CONFIG_PATH, else none.", "FILE");
    private readonly Option<string?> _load = New<string?>("load", "A folder with tasks/, templates/, handlers/ and sources/ to load at the start, and again on SIGHUP.", "FOLDER");
    private readonly Option<string?> _plugins = New<string?>("plugins", "The folder of the plugins. Default: plugins next to the program.", "FOLDER");
    private readonly Option<string?> _scripts = New<string?>("scripts", "Where relative paths of C# scripts begin. Default: scripts in the load folder, else in the data folder.", "FOLDER");
    private readonly Option<string?> _functions = New<string?>("functions", "C# scripts (.csx) with functions for tasks. Default: functions in the load folder.", "FOLDER");

    /// <summary>Adds the options to a command.</summary>
    public ServerArguments(Command command, Terminal terminal)
    {
        _terminal = terminal;
        _auth.CompletionSources.Add("on", "off", "auto");
        foreach (var option in new Option[] { _http, _auth, _data, _config, _load, _plugins, _scripts, _functions })
            command.Add(option);
    }

    /// <summary>Puts command line and configuration together.</summary>
    /// <exception cref="CliException">There is no such configuration.</exception>
    public ServerPlan Read(ParseResult arguments)
    {
        var path = ConfigChoice.PathOf(arguments.GetValue(_config), _terminal);
        var config = path is { } file ? ReadConfig(file) : ConfigFile.Default;
        var options = config.Options;
        var data = arguments.GetValue(_data) ?? (options.DataDir.Length > 0 ? options.DataDir : DataChoice.Default);
        var load = arguments.GetValue(_load) ?? (options.Load.Enabled ? options.Load.Dir : null);
        var auth = arguments.GetValue(_auth);
        return new ServerPlan
        {
            ConfigPath = path,
            Config = config,
            Listen = arguments.GetValue(_http) ?? options.Http.BindAddress,
            Http = auth is null ? options.Http : options.Http with { Auth = auth.Value, AuthEnabled = options.Http.AuthEnabled && auth != HttpAuth.Off },
            DataFolder = data,
            LoadFolder = load,
            Plugins = Chosen(arguments, _plugins, options.PluginDir, "plugin-dir", "plugins"),
            Scripts = Chosen(arguments, _scripts, options.Scripts.Dir, "scripts.dir", "C# scripts"),
            Functions = Chosen(arguments, _functions, options.Functions.Dir, "functions.dir", "functions"),
            UnreadConfig = ConfigChoice.UnreadPath(arguments.GetValue(_config), _terminal),
        };
    }

    private static GivenFolder? Chosen(ParseResult arguments, Option<string?> option, string configured, string key, string what) =>
        arguments.GetValue(option) is { } given ? new GivenFolder(given, option.Name, what)
        : configured.Length > 0 ? new GivenFolder(configured, $"'{key}' of the configuration", what)
        : null;

    private ConfigFile ReadConfig(string file) =>
        File.Exists(file) ? ConfigFile.Load(file, _terminal.Environment) : throw new CliException($"there is no configuration {file}: give the path of one with --config");

    private static Option<T> New<T>(string name, string description, string valueName) => new("--" + name) { Description = description, HelpName = valueName };
}
