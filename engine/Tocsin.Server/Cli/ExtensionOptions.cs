using System.CommandLine;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Functions.Processes;
using Tocsin.Scripting.Hosting;

namespace Tocsin.Server.Cli;

/// <summary>The options by which a command that runs and ends learns where plugins and C# scripts are.</summary>
internal sealed class ExtensionOptions
{
    private readonly Option<string?> _plugins = Folder("--plugins", "The folder of the plugins. Default: plugins next to the program.");
    private readonly Option<string?> _scripts = Folder("--scripts", "Where relative paths of C# scripts begin. Default: ./scripts.");
    private readonly Option<string?> _functions = Folder("--functions", "C# scripts (.csx) with functions for tasks. Default: ./functions.");

    /// <summary>Adds the options to a command.</summary>
    public ExtensionOptions(Command command)
    {
        command.Add(_plugins);
        command.Add(_scripts);
        command.Add(_functions);
    }

    /// <summary>Loads plugins and compiles functions; what is wrong with them is for the command to tell.</summary>
    /// <exception cref="CliException">A folder that is named is not there.</exception>
    /// <param name="processes">The functions of other processes, which are asked what options they have; null for none.</param>
    public ExtensionRegistry Open(ParseResult arguments, UdfOptions? processes = null) => Folders(arguments, processes).Open();

    /// <summary>The folders, of which nothing is loaded yet.</summary>
    /// <exception cref="CliException">A folder that is named is not there.</exception>
    public ExtensionFolders Folders(ParseResult arguments, UdfOptions? processes = null) => new()
    {
        Processes = processes ?? new UdfOptions(),
        Plugins = Given(arguments, _plugins, "plugins"),
        Scripts = Given(arguments, _scripts, "C# scripts") ?? "scripts",
        Functions = FunctionFolder(arguments),
    };

    /// <summary>Reports what is wrong with plugins and functions; the others can be used.</summary>
    public static void Report(Extensions extensions, TextWriter error)
    {
        foreach (var problem in extensions.Errors.Concat(extensions.FunctionErrors).Concat(extensions.SilentProcesses.Values))
            error.WriteLine($"tocsin: {problem}");
    }

    /// <summary>The folder of functions.</summary>
    /// <exception cref="CliException">It is named and not there.</exception>
    public string FunctionFolder(ParseResult arguments) => Path.GetFullPath(Given(arguments, _functions, "functions") ?? "functions");

    private static string? Given(ParseResult arguments, Option<string?> option, string what)
    {
        if (arguments.GetValue(option) is not { Length: > 0 } folder)
            return null;
        new GivenFolder(folder, option.Name, what).Check();
        return folder;
    }

    private static Option<string?> Folder(string name, string description) => new(name) { Description = description, HelpName = "FOLDER" };
}
