using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>
/// A part of an expression with names resolved and constants made. Compared by identity: two mentions of one lambda variable are two
/// parts, each with its own memory.
/// </summary>
internal abstract class BoundExpression(TextSpan span)
{
    public TextSpan Span => span;
}

/// <summary>A literal.</summary>
internal sealed class BoundConstant(TextSpan span, Value value) : BoundExpression(span)
{
    public Value Value => value;
}

/// <summary>A field, a tag or the time.</summary>
internal sealed class BoundReference(TextSpan span, string name) : BoundExpression(span)
{
    public string Name => name;
}

/// <summary>An operator before one operand.</summary>
internal sealed class BoundUnary(TextSpan span, UnaryOperator @operator, BoundExpression operand) : BoundExpression(span)
{
    public UnaryOperator Operator => @operator;

    public BoundExpression Operand => operand;
}

/// <summary>An operator between two operands, other than the logical ones.</summary>
internal sealed class BoundBinary(TextSpan span, BinaryOperator @operator, BoundExpression left, BoundExpression right)
    : BoundExpression(span)
{
    public BinaryOperator Operator => @operator;

    public BoundExpression Left => left;

    public BoundExpression Right => right;
}

/// <summary>Two or more operands joined by the same logical operator, grouped from the left.</summary>
internal sealed class BoundLogical(TextSpan span, BinaryOperator @operator, BoundExpression[] operands) : BoundExpression(span)
{
    public BinaryOperator Operator => @operator;

    public BoundExpression[] Operands => operands;
}

/// <summary>A function call.</summary>
/// <param name="function">Null where no function has the name: the call then fails when it is reached.</param>
/// <param name="stateIndex">Where the state of the expression keeps the function's memory; -1 for functions without.</param>
internal sealed class BoundCall(TextSpan span, string name, FunctionDefinition? function, BoundExpression[] arguments, int stateIndex)
    : BoundExpression(span)
{
    public string Name => name;

    public FunctionDefinition? Function => function;

    public BoundExpression[] Arguments => arguments;

    public int StateIndex => stateIndex;
}

/// <summary>A lambda variable used inside this expression, with the memory that all groups share.</summary>
internal sealed class BoundLambda(TextSpan span, BoundExpression body, ExpressionState shared) : BoundExpression(span)
{
    public BoundExpression Body => body;

    public ExpressionState Shared => shared;
}
