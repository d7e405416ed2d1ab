using System.CommandLine;

namespace Tocsin.Server.Cli;

/// <summary>One command of the program, or one verb of a command, as the help shows it.</summary>
internal abstract class ProgramCommand(string name, CommandGroup group, string description) : Command(name, description)
{
    public CommandGroup Group => group;

    /// <summary>Command lines that work, each a line; shown below the command's help.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>True when the options that choose a server mean something to it.</summary>
    public virtual bool TalksToServer => group == CommandGroup.Talking;

    /// <summary>How the program ends when a word that is given is not one of the verbs; one of <see cref="ExitCode"/>.</summary>
    public int WhenUnknown { get; init; } = ExitCode.Usage;
}
