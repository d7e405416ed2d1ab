using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>The conditions of an expression: itself, and what is joined by AND and OR.</summary>
internal static class BoundConditions
{
    /// <summary>Shows a watch what there is to be reached.</summary>
    public static void Show(BoundExpression root, IConditionWatch watch)
    {
        if (LikelyKinds.Of(root) == ValueKind.Boolean)
        {
            watch.Expect(root.Span, true, isOperand: false);
            watch.Expect(root.Span, false, isOperand: false);
        }

        ShowOperands(root, watch);
    }

    private static void ShowOperands(BoundExpression node, IConditionWatch watch)
    {
        foreach (var part in PartsOf(node))
        {
            if (node is BoundLogical logical)
                watch.Expect(part.Span, logical.Operator == BinaryOperator.Or, isOperand: true);
            ShowOperands(part, watch);
        }
    }

    private static IEnumerable<BoundExpression> PartsOf(BoundExpression node) => node switch
    {
        BoundLogical logical => logical.Operands,
        BoundBinary binary => [binary.Left, binary.Right],
        BoundUnary unary => [unary.Operand],
        BoundCall call => call.Arguments,
        BoundLambda lambda => [lambda.Body],
        _ => [],
    };
}
