using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Tocsin.Alerting.Storage;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Cli.Backtests;
using Tocsin.Server.Cli.Care;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Cli.Client.Alerts;
using Tocsin.Server.Cli.Client.Deletes;
using Tocsin.Server.Cli.Client.Deliveries;
using Tocsin.Server.Cli.Client.Drills;
using Tocsin.Server.Cli.Client.Imports;
using Tocsin.Server.Cli.Client.Kept;
using Tocsin.Server.Cli.Client.Lists;
using Tocsin.Server.Cli.Client.Logs;
using Tocsin.Server.Cli.Client.Recordings;
using Tocsin.Server.Cli.Client.Silences;
using Tocsin.Server.Cli.Client.Sources;
using Tocsin.Server.Cli.Client.Statistics;
using Tocsin.Server.Cli.Client.Users;
using Tocsin.Server.Cli.Config;
using Tocsin.Server.Cli.Demo;
using Tocsin.Server.Cli.Editing;
using Tocsin.Server.Cli.Isolation;
using Tocsin.Server.Cli.Plugins;
using Tocsin.Server.Cli.Run;
using Tocsin.Server.Cli.Scripts;
using Tocsin.Server.Cli.Serve;
using Tocsin.Server.Cli.Shadow;
using Tocsin.Server.Cli.Status;
using Tocsin.Server.Cli.Tests;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Hosting;

/// <summary>The program's command line: finds the command, runs it and turns whatever goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="cancellationToken">Ends commands that would go on for ever, as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        // As the peer's client has it: help, and help COMMAND.
        var asksForHelp = args is ["help", ..];
        if (asksForHelp)
            args = [.. args[1..], "--help"];
        var server = new ServerChoice(terminal);
        var plugins = new PluginCommands(terminal, server);

        // An editor waits for its language server, and none of the other commands is asked for.
        var root = Build(server, args is [LspCommand.Word, ..] ? [NewLsp(terminal)] : CommandsOf(terminal, server));
        var result = Parse(root, args);
        if (MayBeOfPlugin(result, args))
        {
            plugins.AddTo(root);
            result = Parse(root, args);
            if (result.CommandResult.Command is RootCommand && !IsCompletion(result))
                TellErrors(plugins, terminal);
        }

        if (asksForHelp && args.Length > 1 && result.CommandResult.Command is RootCommand)
            result = Parse(root, args[..^1]);
        var misunderstanding = new Misunderstanding(result, terminal.Error);
        if (result.Action is ParseErrorAction or null)
            return misunderstanding.Tell();
        if (Misunderstanding.OptionAmongArguments(result) is { } option)
            return misunderstanding.TellOption(option);

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

    // Bundling would read -tick as -t -i -c -k.
    // Scripts write functions with an @: here it does not mean a file of arguments.
    private static ParseResult Parse(RootCommand root, string[] args) =>
        root.Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });

    // A command that is not the program's own, the overview, and the completion of either.
    private static bool MayBeOfPlugin(ParseResult result, string[] args)
    {
        if (result.CommandResult.Command is not RootCommand root)
            return BeginsOtherwise(result, args);
        if (!IsCompletion(result))
            return result.Action is CommandHelp || args.Length == 0 || result.UnmatchedTokens.Count > 0;
        var words = args[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 || root.Subcommands.All(command => command.Name != words[1]);
    }

    // "victorops teams import" is not the program's own import.
    private static bool BeginsOtherwise(ParseResult result, string[] args)
    {
        var own = result.CommandResult;
        while (own.Parent is CommandResult { Command: not RootCommand } parent)
            own = parent;
        return result.UnmatchedTokens.Any(token => Array.IndexOf(args, token) is >= 0 and var at && at < Array.IndexOf(args, own.Command.Name));
    }

    private static bool IsCompletion(ParseResult result) => result.Tokens is [{ Type: TokenType.Directive }, ..];

    private static void TellErrors(PluginCommands plugins, Terminal terminal)
    {
        foreach (var error in plugins.Errors)
            terminal.Error.WriteLine($"tocsin: {error}");
    }

    private static LspCommand NewLsp(Terminal terminal) => new(terminal, Console.OpenStandardOutput, TimeProvider.System);

    private static ProgramCommand[] CommandsOf(Terminal terminal, ServerChoice server) =>
    [
        new DemoCommand(terminal),
        new ServeCommand(terminal),
        new ShadowCommand(terminal, server),
        new VersionCommand(terminal),
        new RunCommand(terminal),
        new TestCommand(terminal, TimeProvider.System),
        new BacktestCommand(terminal),
        new CheckCommand(terminal),
        new FormatCommand(terminal),
        NewLsp(terminal),
        ConfigCommands.All(terminal),
        CompletionCommands.All(terminal),
        new DefineCommand(terminal, server),
        new DiffCommand(terminal, server),
        new DefineTemplateCommand(terminal, server),
        new DefineTopicHandlerCommand(terminal, server),
        new TaskStatusCommand("enable", "Start tasks.", "enabling", "enabled", terminal, server),
        new TaskStatusCommand("disable", "Stop tasks.", "disabling", "disabled", terminal, server),
        new TaskStatusCommand("reload", "Restart tasks.", "restarting", "enabled", terminal, server, isRestart: true),
        DeleteCommands.All(terminal, server),
        ListCommands.All(terminal, server),
        RecordCommands.All(terminal, server),
        new ReplayCommand(terminal, server),
        ReplayLiveCommands.All(terminal, server),
        new ShowCommand(terminal, server),
        new ShowTemplateCommand(terminal, server),
        new ShowTopicCommand(terminal, server),
        new ShowTopicHandlerCommand(terminal, server),
        new StatusCommand(terminal, server),
        AlertsCommands.All(terminal, server),
        new ExplainCommand(terminal, server),
        new DrillCommand(terminal, server),
        DrillsCommands.All(terminal, server),
        AcknowledgeCommand.Give(terminal, server),
        AcknowledgeCommand.TakeBack(terminal, server),
        new NoteCommand(terminal, server),
        SilencesCommands.All(terminal, server),
        DeliveriesCommands.All(terminal, server),
        DeadLetterCommands.Command(terminal, server),
        new LedgerCommand(terminal, server),
        SourcesCommands.All(terminal, server),
        QuarantineCommands.Command(terminal, server),
        new PluginsCommand(terminal, server),
        new ReloadConfigCommand(terminal, server),
        new WatchCommand(terminal, server),
        new LogsCommand(terminal, server),
        new LevelCommand(terminal, server),
        StatsCommands.All(terminal, server),
        new VarsCommand(terminal, server),
        new ServiceTestsCommand(terminal, server),
        new BackupCommand(terminal, server),
        new RestoreCommand(terminal),
        new MigrateCommand(terminal),
        new DoctorCommand(terminal, TimeProvider.System),
        UsersCommands.All(terminal, server),
        TokensCommands.All(terminal, server),
        new AuditCommand(terminal, server),
        new ImportCommand(terminal, server),
        new IsolatedHandlerCommand(),
    ];

    private static RootCommand Build(ServerChoice server, IEnumerable<ProgramCommand> commands)
    {
        var root = new RootCommand("Tocsin, an alert engine for .NET.");
        foreach (var option in server.Options)
            root.Add(option);
        foreach (var command in commands)
            root.Add(command);
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            // Nobody writes these on the systems that complete lines, where they look like paths.
            option.Aliases.Remove("/?");
            option.Aliases.Remove("/h");
            option.Action = new CommandHelp((HelpAction)option.Action!); // The library gives the option this action.
        }

        return root;
    }

    private static int Report(Exception problem, Terminal terminal)
    {
        switch (problem)
        {
            case OperationCanceledException:
                return ExitCode.Ok;
            case CliException own:
                terminal.Error.WriteLine($"tocsin: {own.Message}");
                return own.ExitCode;
            case CommandException refusal:
                terminal.Error.WriteLine($"tocsin: {refusal.Message}");
                return refusal.IsUsage ? ExitCode.Usage : ExitCode.Failed;
            case IOException or UnauthorizedAccessException or StoreException or DefinitionException or FileException:
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
