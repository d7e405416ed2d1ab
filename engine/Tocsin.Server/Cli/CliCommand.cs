using System.CommandLine;

namespace Tocsin.Server.Cli;

/// <summary>A command that does something.</summary>
internal abstract class CliCommand : ProgramCommand
{
    protected CliCommand(string name, CommandGroup group, string description)
        : base(name, group, description) => SetAction(RunAsync);

    /// <summary>Carries the command out.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="CliException">The command failed.</exception>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken);

    /// <summary>Adds an option that is written with two dashes.</summary>
    protected Option<T> Option<T>(string name, string description, string? valueName = null) =>
        AddOption(new Option<T>("--" + name), description, valueName);

    /// <summary>Adds an option that can also be written with one dash, as the peer's client has it.</summary>
    protected Option<T> PeerOption<T>(string name, string description, string? valueName = null) =>
        AddOption(new Option<T>("--" + name, "-" + name), description, valueName);

    /// <summary>Adds an argument; help calls it by its name, and does not ask what could be completed.</summary>
    protected Argument<T> Argument<T>(string name, string description)
    {
        var argument = new Argument<T>(name) { Description = description, HelpName = name };
        Add(argument);
        return argument;
    }

    /// <summary>Adds the last argument, of which there may be several.</summary>
    /// <param name="least">How many there must be.</param>
    protected Argument<string[]> Words(string name, string description, int least)
    {
        var words = Argument<string[]>(name, description);
        words.Arity = least == 0 ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore;
        return words;
    }

    private Option<T> AddOption<T>(Option<T> option, string description, string? valueName)
    {
        option.Description = description;
        option.HelpName = valueName;
        Add(option);
        return option;
    }
}
