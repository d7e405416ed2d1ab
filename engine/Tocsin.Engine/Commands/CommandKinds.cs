using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Engine.Commands;

/// <summary>The commands that plugins bring to the program. Immutable.</summary>
public sealed class CommandKinds
{
    private CommandKinds(IReadOnlyList<CommandKind> all) => All = all;

    /// <summary>None.</summary>
    public static CommandKinds Empty { get; } = new([]);

    /// <summary>By name.</summary>
    public IReadOnlyList<CommandKind> All { get; }

    /// <summary>These commands and one more; false when its name is taken, begins another or is begun by one.</summary>
    public bool TryAdd(CommandKind command, [NotNullWhen(true)] out CommandKinds? commands, [NotNullWhen(false)] out string? error)
    {
        var other = All.FirstOrDefault(known => Begins(known, command) || Begins(command, known));
        commands = other is null ? new CommandKinds([.. All.Append(command).OrderBy(known => known.Name, StringComparer.Ordinal)]) : null;
        error = other is null ? null
            : other.Name == command.Name ? $"command '{command.Name}' is already provided by '{other.Origin}'"
            : $"command '{command.Name}' is left out because of '{other.Name}' of '{other.Origin}': no name may be the beginning of another";
        return other is null;
    }

    private static bool Begins(CommandKind shorter, CommandKind longer) => longer.Words.Take(shorter.Words.Count).SequenceEqual(shorter.Words);
}
