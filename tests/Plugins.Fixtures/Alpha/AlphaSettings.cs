using Tocsin.Sdk;

namespace Fixtures;

[ServiceSettings("alpha")]
public sealed record AlphaSettings
{
    /// <summary>What comes before everything.</summary>
    public string Tone { get; init; } = "";
}
