using System.CommandLine;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Run;

/// <summary>The options of commands that put data through a script: its variables, where the data counts as written to, and the server that it is tried as if on.</summary>
internal sealed class TrialOptions
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _vars = Text("--vars", "FILE", "Values for the script's variables, JSON or YAML.");
    private readonly Option<string?> _config = Text("--config", "FILE", "The server's configuration. Services that it does not configure get made-up keys.");
    private readonly Option<string?> _dbrp = Text(
        "--dbrp", "DB.RP", $"Where the data counts as written to, unless the script says so. Default {NamedFiles.DefaultSource.Database}.{NamedFiles.DefaultSource.RetentionPolicy}.");

    private readonly ExtensionOptions _extensions;

    /// <summary>Adds the options to a command.</summary>
    public TrialOptions(Command command, Terminal terminal)
    {
        _terminal = terminal;
        command.Add(_vars);
        command.Add(_config);
        _extensions = new ExtensionOptions(command);
        command.Add(_dbrp);
    }

    /// <summary>The script of a file.</summary>
    public TriedScript Script(ParseResult arguments, string file) =>
        new(_terminal, file, arguments.GetValue(_vars), arguments.GetValue(_dbrp), arguments.GetValue(_config) is not null);

    /// <summary>The configuration; that of a server without a file when none is given.</summary>
    /// <exception cref="CliException">There is something wrong with it.</exception>
    public ConfigFile Config(ParseResult arguments)
    {
        var config = arguments.GetValue(_config) is { } given ? ConfigFile.Load(given, _terminal.Environment) : ConfigFile.Default;
        return config.Problems.Any(problem => !problem.IsWarning) ? throw new CliException(string.Join('\n', config.Problems)) : config;
    }

    /// <summary>Loads what scripts and handlers can use, and reports what is wrong with it.</summary>
    /// <exception cref="CliException">A folder that is named is not there.</exception>
    public ExtensionRegistry Open(ParseResult arguments, ConfigFile config)
    {
        var extensions = _extensions.Open(arguments, config.Options.Udf);
        ExtensionOptions.Report(extensions.Current, _terminal.Error);
        return extensions;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };
}
