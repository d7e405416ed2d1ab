using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A reference to nothing, as an argument of a function that takes it.</summary>
internal sealed class MissingEvaluator : Evaluator
{
    public static readonly MissingEvaluator Instance = new();

    public override ValueKind Kind => ValueKind.Missing;

    public override Value EvaluateValue(Row row, ExpressionState state) => default;
}
