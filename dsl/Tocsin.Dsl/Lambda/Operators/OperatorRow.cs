using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>One legal pair of operand types of an operator, and how to build its evaluator.</summary>
internal abstract class OperatorRow(BinaryOperator @operator, ValueKind left, ValueKind right, ValueKind result)
{
    public BinaryOperator Operator => @operator;

    public ValueKind Left => left;

    public ValueKind Right => right;

    public ValueKind Result => result;

    /// <summary>An evaluator over operands of the row's types.</summary>
    public abstract Evaluator Create(Evaluator left, Evaluator right);
}
