namespace Tocsin.Engine.Commands;

/// <summary>One option or argument of a command that a plugin brings, for the command line that reads it.</summary>
public sealed record CommandOption
{
    /// <summary>The name, in kebab case and without dashes.</summary>
    public required string Key { get; init; }

    /// <summary>What the help says of it: its author's comment, its default, its variable.</summary>
    public string Description { get; init; } = "";

    /// <summary>What the help calls the value; empty for nothing.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>True for a word that stands by its place.</summary>
    public bool IsArgument { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>True when it takes no value.</summary>
    public bool IsFlag { get; init; }

    /// <summary>True when it may be given several times.</summary>
    public bool IsList { get; init; }

    /// <summary>The values there are, when they are few; empty for all others.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
