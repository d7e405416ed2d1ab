using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tocsin.Server.Cli.Hosting;

/// <summary>Help: an overview in groups for the program, and examples below the help of each command.</summary>
internal sealed class CommandHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const int NameWidth = 24;

    private static readonly (CommandGroup Group, string Title)[] Groups =
    [
        (CommandGroup.Running, "Run alerts"),
        (CommandGroup.Writing, "Write scripts"),
        (CommandGroup.Talking, "Talk to a server (--url, TOCSIN_URL or KAPACITOR_URL; default http://localhost:9092)"),
        (CommandGroup.Caring, "Look after a server on its own machine"),
        (CommandGroup.Plugins, "Brought by plugins"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        if (command is RootCommand)
        {
            WriteOverview(command, output);
            return ExitCode.Ok;
        }

        // The others do not talk to a server.
        foreach (var option in parseResult.RootCommandResult.Command.Options)
            option.Hidden = option is not HelpOption && command is ProgramCommand { TalksToServer: false };
        help.Invoke(parseResult);
        if (command is not ProgramCommand { Examples: [_, ..] examples })
            return ExitCode.Ok;

        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine("  " + example);
        return ExitCode.Ok;
    }

    /// <summary>All commands, each with a line, under the headings of their groups.</summary>
    public static void WriteOverview(Command root, TextWriter output)
    {
        output.WriteLine("Tocsin, an alert engine for .NET: TICKscripts, topics and handlers, compatible with Kapacitor 1.5.");
        output.WriteLine();
        output.WriteLine("Usage: tocsin COMMAND [ARGUMENTS]");
        foreach (var (group, title) in Groups)
        {
            var commands = root.Subcommands.OfType<ProgramCommand>().Where(command => command.Group == group && !command.Hidden).ToList();
            if (commands.Count == 0)
                continue;
            output.WriteLine();
            output.WriteLine(title + ":");
            foreach (var command in commands)
                output.WriteLine($"  {command.Name.PadRight(NameWidth)}{command.Description}");
        }

        output.WriteLine();
        output.WriteLine("Begin with:");
        output.WriteLine("  tocsin demo                                  follow an alert from the data to the request");
        output.WriteLine("  tocsin serve --data ./tocsin-data            start a server");
        output.WriteLine("  tocsin help COMMAND                          what a command takes, with examples");
        output.WriteLine();
        output.WriteLine("Exit codes: 0 done, 1 unknown command, or a check or the status found something, 2 wrong arguments, 3 failed, 4 wrong address.");
    }

    /// <summary>How a command is called: <c>tocsin list tasks</c>.</summary>
    public static string PathOf(Command command) => $"tocsin {NameOf(command)}";

    /// <summary>A command by its words: <c>list tasks</c>.</summary>
    public static string NameOf(Command command) =>
        command.Parents.FirstOrDefault() is Command parent and not RootCommand ? $"{NameOf(parent)} {command.Name}" : command.Name;
}
