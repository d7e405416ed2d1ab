using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A part of an expression, fixed to the types of one shape of rows.</summary>
internal abstract class Evaluator
{
    public abstract ValueKind Kind { get; }

    public abstract Value EvaluateValue(Row row, ExpressionState state);
}
