using System.CommandLine;
using System.CommandLine.Parsing;
using Tocsin.Dsl.Text;

namespace Tocsin.Server.Cli.Hosting;

/// <summary>A command line that cannot be carried out: says why, and which words may be meant.</summary>
internal sealed class Misunderstanding(ParseResult result, TextWriter output)
{
    private readonly Command _command = result.CommandResult.Command;
    private readonly Command _root = result.RootCommandResult.Command;

    /// <summary>What stands where an argument should, and looks like an option that is misspelt; null for nothing.</summary>
    /// <remarks>Commands that take any number of words would take it for one of them.</remarks>
    public static string? OptionAmongArguments(ParseResult result) => result.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).FirstOrDefault(IsOption);

    /// <summary>Says what is wrong.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Tell()
    {
        if (_command is RootCommand && result.Tokens.Count == 0)
        {
            CommandHelp.WriteOverview(_root, output);
            return ExitCode.Unknown;
        }

        if ((result.UnmatchedTokens.FirstOrDefault(IsOption) ?? OptionAmongArguments(result)) is { } option)
            return TellOption(option);
        if (_command.Subcommands.Count > 0)
            return TellVerb(result.UnmatchedTokens.FirstOrDefault());
        if (_command.Arguments.FirstOrDefault(IsMissing) is { } missing)
            return End($"{CommandHelp.NameOf(_command)} needs <{missing.Name}>: {missing.Description}", ExitCode.Usage);
        if (result.UnmatchedTokens is [var further, ..])
            return End($"'{further}' is one word too many for '{CommandHelp.PathOf(_command)}'", ExitCode.Usage);
        return End(string.Join('\n', result.Errors.Select(error => error.Message.Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal))), ExitCode.Usage);
    }

    /// <summary>Says that the command has no such option.</summary>
    /// <inheritdoc cref="Tell"/>
    public int TellOption(string option) => _command is RootCommand
        ? End($"there is no option '{option}'{NearestOption(option)}", ExitCode.Unknown)
        : End($"{CommandHelp.NameOf(_command)} has no option '{option}'{NearestOption(option)}", ExitCode.Usage);

    private int TellVerb(string? unknown)
    {
        var verbs = _command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        var nearest = unknown is null ? null : NearestName.Find(unknown, verbs);
        if (_command is RootCommand)
            return End($"there is no command '{unknown}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}", ExitCode.Unknown);

        var path = CommandHelp.PathOf(_command);
        var list = string.Join(", ", verbs);
        if (unknown is null)
            return End($"say more than '{path}': {list}", ExitCode.Usage);
        var code = _command is ProgramCommand { WhenUnknown: var own } ? own : ExitCode.Usage;
        return End($"there is no '{path} {unknown}'{(nearest is null ? $"; there {(verbs.Count == 1 ? "is" : "are")} {list}" : $"; did you mean '{nearest}'?")}", code);
    }

    private int End(string message, int code)
    {
        output.WriteLine("tocsin: " + message);
        output.WriteLine($"See '{(_command is RootCommand ? "tocsin" : CommandHelp.PathOf(_command))} --help'.");
        return code;
    }

    private bool IsMissing(Argument argument) =>
        !argument.HasDefaultValue && (result.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MinimumNumberOfValues;

    private string NearestOption(string option)
    {
        if (NearestOf(option, [_command, _root]) is { } nearest)
            return $"; did you mean '{nearest}'?";
        foreach (var other in _command.Parents.OfType<Command>().Concat(Below(_root)))
        {
            if (NearestOf(option, [other]) is { } elsewhere)
                return $"; '{elsewhere}' is an option of '{CommandHelp.PathOf(other)}'";
        }

        return _command is RootCommand ? "" : "; write -- before a word that begins with a dash";
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(sub => Below(sub).Prepend(sub));

    // Some options can be written with one dash and with two: whoever wrote one is shown that.
    private static string? NearestOf(string option, IReadOnlyList<Command> commands) => option is ['-', not '-']
        ? NamesOf(commands).Where(name => name.StartsWith($"--{option[1]}", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).FirstOrDefault()
        : NearestName.Find(option, NamesOf(commands).Where(name => name.StartsWith("--", StringComparison.Ordinal) == option.StartsWith("--", StringComparison.Ordinal)))
            ?? NearestName.Find(option, NamesOf(commands));

    private static IEnumerable<string> NamesOf(IEnumerable<Command> commands) =>
        commands.SelectMany(command => command.Options).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static bool IsOption(string word) =>
        word.TrimStart('-') is [var first, ..] && char.IsAsciiLetter(first) && word.StartsWith('-') && !word.Contains(' ', StringComparison.Ordinal);
}
