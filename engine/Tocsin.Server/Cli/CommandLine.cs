using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Tocsin.Dsl.Text;
using Tocsin.Engine.Storage;
using Tocsin.Engine.Tasks;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Cli.Demo;
using Tocsin.Server.Cli.Ingest;
using Tocsin.Server.Cli.Isolation;
using Tocsin.Server.Cli.Replays;
using Tocsin.Server.Cli.Scripts;
using Tocsin.Server.Cli.Serve;
using Tocsin.Server.Cli.Status;
using Tocsin.Server.Cli.VictorOps;

namespace Tocsin.Server.Cli;

/// <summary>The program's command line: finds the command, runs it and turns whatever goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="cancellationToken">Ends commands that would go on for ever, as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = Build(terminal);

        // Bundling would read -tick as -t -i -c -k.
        // Scripts write functions with an @: here it does not mean a file of arguments.
        var result = root.Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (result.Action is ParseErrorAction or null)
            return Refuse(result, terminal);
        if (UnknownOption(result) is { } option)
            return RefuseOption(result, option, terminal);

        try
        {
            var settings = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await result.InvokeAsync(settings, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            return Report(problem, terminal);
        }
    }

    private static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand("Tocsin, an alert engine for .NET.");
        var server = new ServerChoice(terminal);
        foreach (var option in server.Options)
            root.Add(option);
        CliCommand[] commands =
        [
            new DemoCommand(terminal),
            new ServeCommand(terminal),
            new VersionCommand(terminal),
            new RunCommand(terminal),
            new CheckCommand(terminal),
            new FormatCommand(terminal),
            new CompletionCommand(terminal),
            new DefineCommand(terminal, server),
            new DefineTemplateCommand(terminal, server),
            new DefineTopicHandlerCommand(terminal, server),
            new TaskStatusCommand("enable", "Start tasks.", ["enabled"], terminal, server),
            new TaskStatusCommand("disable", "Stop tasks.", ["disabled"], terminal, server),
            new TaskStatusCommand("reload", "Stop tasks and start them anew.", ["disabled", "enabled"], terminal, server),
            new DeleteCommand(terminal, server),
            new ListCommand(terminal, server),
            new ShowCommand(terminal, server),
            new ShowTemplateCommand(terminal, server),
            new ShowTopicCommand(terminal, server),
            new ShowTopicHandlerCommand(terminal, server),
            new StatusCommand(terminal, server),
            new AlertsCommand(terminal, server),
            AcknowledgeCommand.Give(terminal, server),
            AcknowledgeCommand.TakeBack(terminal, server),
            new NoteCommand(terminal, server),
            new DeliveriesCommand(terminal, server),
            new DeadLettersCommand(terminal, server),
            new LedgerCommand(terminal, server),
            new SourcesCommand(terminal, server),
            new IngestCommand(terminal, server),
            new QuarantineCommand(terminal, server),
            new PluginsCommand(terminal, server),
            new ReloadConfigCommand(terminal, server),
            new VictorOpsCommand(terminal, TimeProvider.System),
            new IsolatedHandlerCommand(),
        ];
        foreach (var command in commands)
            root.Add(command);
        foreach (var option in root.Options.OfType<HelpOption>())
            option.Action = new CommandHelp((HelpAction)option.Action!); // The library gives the option this action.
        return root;
    }

    private static int Refuse(ParseResult result, Terminal terminal)
    {
        var command = result.CommandResult.Command;
        if (command is RootCommand && result.Tokens.Count == 0)
        {
            CommandHelp.WriteOverview(result.RootCommandResult.Command, terminal.Error);
            return ExitCode.Unknown;
        }

        if (command is not RootCommand && (result.UnmatchedTokens.FirstOrDefault(IsOption) ?? UnknownOption(result)) is { } option)
            return RefuseOption(result, option, terminal);
        if (command is RootCommand && result.UnmatchedTokens.FirstOrDefault() is { } misspelt && IsOption(misspelt))
            terminal.Error.WriteLine($"tocsin: there is no option '{misspelt}'{NearestOption(result, misspelt)}");
        else if (command is RootCommand && result.UnmatchedTokens is [var unknown, ..])
            terminal.Error.WriteLine($"tocsin: there is no command '{unknown}'{NearestCommand(command, unknown)}");
        else
            terminal.Error.WriteLine("tocsin: " + string.Join('\n', result.Errors.Select(error => error.Message.Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal))));
        var path = command is RootCommand ? "tocsin" : CommandHelp.PathOf(command);
        terminal.Error.WriteLine($"See '{path} --help'.");
        return command is RootCommand ? ExitCode.Unknown : ExitCode.Usage;
    }

    private static int RefuseOption(ParseResult result, string option, Terminal terminal)
    {
        var command = result.CommandResult.Command;
        terminal.Error.WriteLine($"tocsin: {CommandHelp.PathOf(command)[7..]} has no option '{option}'{NearestOption(result, option)}");
        terminal.Error.WriteLine($"See '{CommandHelp.PathOf(command)} --help'.");
        return ExitCode.Usage;
    }

    private static string NearestOption(ParseResult result, string option)
    {
        var (command, root) = (result.CommandResult.Command, result.RootCommandResult.Command);
        if (NearestOf(option, [command, root]) is { } nearest)
            return $"; did you mean '{nearest}'?";
        foreach (var other in root.Subcommands)
        {
            if (NearestOf(option, [other]) is { } elsewhere)
                return $"; '{elsewhere}' is an option of '{CommandHelp.PathOf(other)}'";
        }

        return command is RootCommand ? "" : "; write -- before a word that begins with a dash";
    }

    // Some options can be written with one dash and with two: whoever wrote one is shown that.
    private static string? NearestOf(string option, IReadOnlyList<Command> commands) =>
        NearestName.Find(option, NamesOf(commands).Where(name => name.StartsWith("--", StringComparison.Ordinal) == option.StartsWith("--", StringComparison.Ordinal)))
            ?? NearestName.Find(option, NamesOf(commands));

    private static IEnumerable<string> NamesOf(IEnumerable<Command> commands) =>
        commands.SelectMany(command => command.Options).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static string NearestCommand(Command root, string unknown) =>
        NearestName.Find(unknown, root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name)) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    // Commands that take any number of words would take an option that is misspelt for one of them.
    private static string? UnknownOption(ParseResult result) => result.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).FirstOrDefault(IsOption);

    private static bool IsOption(string word) =>
        word.TrimStart('-') is [var first, ..] && char.IsAsciiLetter(first) && word.StartsWith('-') && !word.Contains(' ', StringComparison.Ordinal);

    private static int Report(Exception problem, Terminal terminal)
    {
        switch (problem)
        {
            case OperationCanceledException:
                return ExitCode.Ok;
            case CliException own:
                terminal.Error.WriteLine($"tocsin: {own.Message}");
                return own.ExitCode;
            case IOException or UnauthorizedAccessException or StoreException or DefinitionException:
                terminal.Error.WriteLine($"tocsin: {problem.Message}");
                return ExitCode.Failed;
            default:
                // A mistake of ours: the type and the place are what a report needs.
                var place = problem.StackTrace?.Split('\n')[0].Trim();
                terminal.Error.WriteLine($"tocsin: unexpected {problem.GetType().Name}: {problem.Message} ({place}). Please report this line.");
                return ExitCode.Failed;
        }
    }
}
