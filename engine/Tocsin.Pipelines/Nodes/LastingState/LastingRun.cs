using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.LastingState;

/// <summary>What is known of the state of a group.</summary>
internal abstract class LastingRun(ExpressionState memory)
{
    /// <summary>Of the condition.</summary>
    public ExpressionState Memory { get; } = memory;

    /// <summary>The last point emitted; null when the condition is not met, or no barrier can come.</summary>
    public Point? Last { get; set; }
}
