namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>A function for expressions: its name, what it says about itself, and the ways to call it.</summary>
public sealed record FunctionDefinition
{
    public FunctionDefinition(string name, string summary, params FunctionSignature[] signatures)
    {
        Name = name;
        Summary = summary;
        Signatures = signatures;
    }

    public string Name { get; }

    /// <summary>One sentence for the reference page.</summary>
    public string Summary { get; }

    public IReadOnlyList<FunctionSignature> Signatures { get; init; }

    /// <summary>The heading of the reference page it stands under: <c>math</c>, <c>strings</c>.</summary>
    public string Family { get; init; } = "other";

    /// <summary>True, the default, when equal arguments always give equal results.</summary>
    public bool IsPure { get; init; } = true;

    /// <summary>What brings the function; null, the default, for those of the language.</summary>
    public object? Owner { get; init; }

    /// <summary>Makes what the function remembers between calls. Null, the default, for functions without memory.</summary>
    internal Func<object>? StateFactory { get; init; }

    /// <summary>True for the one function that takes references to nothing.</summary>
    internal bool IsPresenceTest => Signatures is [PresenceSignature, ..];

    internal FunctionSignature? Match(ReadOnlySpan<ValueKind> kinds)
    {
        foreach (var signature in Signatures)
        {
            if (signature.Accepts(kinds))
                return signature;
        }

        return null;
    }

    /// <summary>True where some signature takes these kinds; null stands for any kind.</summary>
    internal bool CouldMatch(ValueKind?[] kinds) => Signatures.Any(signature =>
        signature.Parameters.Count == kinds.Length
        && signature.Parameters.Zip(kinds).All(pair => pair.Second is null || pair.First == pair.Second));
}
