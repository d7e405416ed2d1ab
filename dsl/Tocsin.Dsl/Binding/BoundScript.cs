using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>What became of a script.</summary>
public sealed record BoundScript
{
    /// <summary>What starts the script; <see cref="EdgeKind.None"/> when that cannot be said.</summary>
    public EdgeKind Type { get; init; }

    /// <summary>The pipeline; null when there are errors, or a function that does not say what it takes.</summary>
    public required PipelineGraph? Graph { get; init; }

    /// <summary>The script's <c>dbrp</c> lines in their order.</summary>
    public required IReadOnlyList<Dbrp> Dbrps { get; init; }

    /// <summary>The variables that hold plain values, in the order of their declarations, with the values the script itself gives them.</summary>
    public required IReadOnlyList<ScriptVar> Vars { get; init; }

    /// <summary>All errors and warnings, in the order of the script.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }
}
