using Tocsin.Dsl.Lambda.Operators;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>Tells the kind of an expression where no data is needed to know it.</summary>
internal static class KnownKinds
{
    /// <summary>Null for calls, references whose kind nobody told, and what depends on them. Comparisons and logic are boolean whatever they hold.</summary>
    public static ValueKind? Of(BoundExpression node) => node switch
    {
        BoundConstant constant => constant.Value.Kind,
        BoundReference reference => reference.Kind,
        BoundLogical => ValueKind.Boolean,
        BoundUnary { Operator: UnaryOperator.Not } => ValueKind.Boolean,
        BoundUnary negation => Of(negation.Operand) is { } kind and (ValueKind.Integer or ValueKind.Float or ValueKind.Duration) ? kind : null,
        BoundBinary binary when !OperatorTable.IsArithmetic(binary.Operator) => ValueKind.Boolean,
        BoundBinary binary => Of(binary.Left) is { } left && Of(binary.Right) is { } right
            ? OperatorTable.Find(binary.Operator, left, right)?.Result
            : null,
        BoundLambda lambda => Of(lambda.Body),
        _ => null,
    };
}
