using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Fixtures;

[CommandOptions]
public sealed record GreetOptions
{
    /// <summary>Who is greeted.</summary>
    [CommandOption(IsArgument = true)]
    public required string Who { get; init; }

    /// <summary>How often.</summary>
    [CommandOption(ValueName = "N")]
    public int Times { get; init; } = 1;

    /// <summary>With an exclamation mark.</summary>
    public bool Loud { get; init; }

    /// <summary>In which color.</summary>
    public Color Color { get; init; }

    /// <summary>Titles, in their order.</summary>
    public IReadOnlyList<string> Title { get; init; } = [];

    /// <summary>Words for others.</summary>
    public IReadOnlyDictionary<string, string> Replace { get; init; } = new Dictionary<string, string>();

    /// <summary>The pass phrase.</summary>
    [Secret]
    [CommandOption(Variable = "KAPPA_PASS")]
    public required string Pass { get; init; }
}
