using System.CommandLine;
using Tocsin.Engine.Commands;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Cli.Client;

namespace Tocsin.Server.Cli.Plugins;

/// <summary>The commands that plugins bring. Loading plugins takes time: it is done for command lines that need it.</summary>
internal sealed class PluginCommands(Terminal terminal, ServerChoice server)
{
    private const string FolderVariable = "TOCSIN_PLUGINS";

    /// <summary>What is wrong with plugins, one line each; nothing before they are loaded.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Loads the plugins and adds their commands.</summary>
    public void AddTo(Command root)
    {
        var folder = terminal.Environment(FolderVariable);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            Errors = [$"{FolderVariable} names {folder} as the folder of plugins, and there is no such folder"];
            return;
        }

        var extensions = PluginLoader.LoadAll(string.IsNullOrEmpty(folder) ? PluginLoader.DefaultFolder : folder, Extensions.BuiltIn);
        var own = root.Subcommands.Select(command => command.Name).ToHashSet();
        var taken = extensions.Commands.All.Where(command => own.Contains(command.Words[0])).ToList();
        Errors =
        [
            .. extensions.Errors,
            .. taken.Select(command => $"plugin {command.Origin}: its command '{command.Name}' cannot be called, as '{command.Words[0]}' is a command of the program: rename it"),
        ];
        foreach (var command in Tree(extensions.Commands.All.Except(taken), depth: 0))
            root.Add(command);
    }

    // No name begins another: a name that ends at a depth is alone there.
    private IEnumerable<ProgramCommand> Tree(IEnumerable<CommandKind> commands, int depth) =>
        from command in commands
        group command by command.Words[depth] into same
        select same.First().Words.Count == depth + 1
            ? new PluginCommand(same.First(), terminal, server)
            : (ProgramCommand)new CommandWithVerbs(same.Key, CommandGroup.Plugins, DescriptionOf(same, depth + 1), [.. Tree(same, depth + 1)]);

    private static string DescriptionOf(IEnumerable<CommandKind> commands, int depth) =>
        string.Join(' ', commands.Select(command => $"{string.Join(' ', command.Words.Skip(depth))}: {command.Description}"));
}
