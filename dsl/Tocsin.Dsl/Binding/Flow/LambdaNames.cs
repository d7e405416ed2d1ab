using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding.Flow;

/// <summary>Finds the fields and tags that an expression needs.</summary>
internal static class LambdaNames
{
    private const string TimeOfPoint = "time";
    private const string AsksWhetherPresent = "isPresent";

    /// <summary>
    /// Each mention, but for the time of a point and what is only asked whether it is there; with it whether a number is wanted, which no
    /// tag can be.
    /// </summary>
    public static IEnumerable<(ReferenceSyntax Reference, bool IsNumber)> In(ExpressionSyntax expression)
    {
        // Chains of AND and OR are deep to the left and long: no recursion here.
        var open = new Stack<(ExpressionSyntax Syntax, bool IsNumber)>();
        open.Push((expression, false));
        while (open.TryPop(out var next))
        {
            switch (next.Syntax)
            {
                case ReferenceSyntax { Name: not TimeOfPoint } reference:
                    yield return (reference, next.IsNumber);
                    break;
                case UnarySyntax unary:
                    open.Push((unary.Operand, unary.Operator == UnaryOperator.Negate));
                    break;
                case BinarySyntax binary:
                    open.Push((binary.Right, WantsNumber(binary.Operator, binary.Left)));
                    open.Push((binary.Left, WantsNumber(binary.Operator, binary.Right)));
                    break;
                case LambdaSyntax lambda:
                    open.Push((lambda.Body, next.IsNumber));
                    break;
                case CallSyntax { Name.Name: not AsksWhetherPresent } call:
                    foreach (var argument in call.Arguments)
                        open.Push((argument, false));
                    break;
            }
        }
    }

    private static bool WantsNumber(BinaryOperator op, ExpressionSyntax other) => op switch
    {
        BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo => true,
        BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Match or BinaryOperator.NotMatch => false,
        _ => other is IntegerSyntax or FloatSyntax or DurationSyntax or UnarySyntax { Operand: IntegerSyntax or FloatSyntax or DurationSyntax },
    };
}
