using Tocsin.Sdk;

namespace Fixtures;

[HandlerOptions]
public sealed record AlphaOptions
{
    /// <summary>The word before the name, see <see cref="Times"/>.</summary>
    public required string Label { get; init; }

    /// <summary>How often it is said. Default 3.</summary>
    [ScriptProperty("repeats")]
    public int Times { get; init; } = 3;

    [Secret]
    public string Key { get; init; } = "hidden";
}
