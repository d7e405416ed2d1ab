using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Lambda.Tree;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Planning;

/// <summary>Takes an expression apart into its conditions.</summary>
/// <param name="build">Makes a part of the expression ready, without calling again what counts calls.</param>
internal sealed class ConditionViews(Func<BoundExpression, Evaluator> build)
{
    public ConditionView Of(BoundExpression node) => node switch
    {
        BoundLogical logical => new ConditionView.Joined([.. logical.Operands.Select(Of)], decidedBy: logical.Operator == BinaryOperator.Or),
        BoundUnary { Operator: UnaryOperator.Not, Operand: not BoundCall } negation => new ConditionView.Negated(Of(negation.Operand)),
        BoundLambda lambda => new ConditionView.Nested(Of(lambda.Body), lambda.Shared),
        _ => Single(node, build(node)),
    };

    /// <summary>A condition as a whole.</summary>
    public ConditionView Single(BoundExpression node, Evaluator condition)
    {
        var values = new List<(string Text, Evaluator Value)>();
        if (node is BoundBinary binary)
        {
            AddValues(binary.Left, values);
            AddValues(binary.Right, values);
        }
        else
        {
            AddInner(node, values);
        }

        return new ConditionView.Single(BoundText.Written(node), node.Span, condition, values);
    }

    private void AddValues(BoundExpression operand, List<(string Text, Evaluator Value)> values)
    {
        if (operand is not (BoundConstant or BoundReference))
            Add(operand, values);
        AddInner(operand, values);
    }

    private void AddInner(BoundExpression node, List<(string Text, Evaluator Value)> values)
    {
        switch (node)
        {
            case BoundReference:
                Add(node, values);
                break;
            case BoundUnary unary:
                AddInner(unary.Operand, values);
                break;
            case BoundBinary inner:
                AddInner(inner.Left, values);
                AddInner(inner.Right, values);
                break;
            case BoundLogical logical:
                foreach (var operand in logical.Operands)
                    AddInner(operand, values);
                break;
            case BoundCall call:
                if (call.StateIndex >= 0)
                    Add(call, values);
                foreach (var argument in call.Arguments)
                    AddInner(argument, values);
                break;
        }
    }

    private void Add(BoundExpression node, List<(string Text, Evaluator Value)> values)
    {
        var text = BoundText.Written(node);
        if (!values.Exists(value => value.Text == text))
            values.Add((text, build(node)));
    }
}
