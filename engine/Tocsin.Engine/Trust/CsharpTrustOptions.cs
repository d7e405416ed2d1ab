namespace Tocsin.Engine.Trust;

/// <summary>C# in definitions that others than administrators send to the API.</summary>
public sealed record CsharpTrustOptions
{
    /// <summary>
    /// Whether handlers of kind <c>csharp</c> may have their code in themselves, or in files outside the folder of scripts. Default false; scripts
    /// of that folder, which somebody put there, may be used.
    /// </summary>
    public bool Inline { get; init; }
}
