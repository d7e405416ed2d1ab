using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>What became of a script.</summary>
public sealed record BoundScript
{
    /// <summary>The pipeline; null when there are errors.</summary>
    public required PipelineGraph? Graph { get; init; }

    /// <summary>The script's <c>dbrp</c> lines in their order.</summary>
    public required IReadOnlyList<Dbrp> Dbrps { get; init; }

    /// <summary>The variables that hold plain values, in the order of their declarations, with the values the script itself gives them.</summary>
    public required IReadOnlyList<ScriptVar> Vars { get; init; }

    /// <summary>All errors and warnings, in the order of the script.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }
}
