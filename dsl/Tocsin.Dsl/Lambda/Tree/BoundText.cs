using System.Globalization;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>Prints a part of an expression for error messages.</summary>
internal static class BoundText
{
    public static string Of(BoundExpression node) => node switch
    {
        BoundConstant { Value: var value } => Constant(value),
        BoundReference reference => $"\"{reference.Name}\"",
        BoundUnary unary => SyntaxFacts.Text(unary.Operator) + Operand(unary.Operand),
        BoundBinary binary => $"{Operand(binary.Left)} {SyntaxFacts.Text(binary.Operator)} {Operand(binary.Right)}",
        BoundLogical logical => string.Join($" {SyntaxFacts.Text(logical.Operator)} ", logical.Operands.Select(Operand)),
        BoundCall call => $"{call.Name}({string.Join(", ", call.Arguments.Select(Of))})",
        BoundLambda lambda => Of(lambda.Body),
        _ => "",
    };

    private static string Operand(BoundExpression node) => node is BoundBinary or BoundLogical ? $"({Of(node)})" : Of(node);

    private static string Constant(Value value) => value.Kind switch
    {
        ValueKind.Boolean => value.Boolean ? "TRUE" : "FALSE",
        ValueKind.Duration => DurationText.Script(value.Bits),
        ValueKind.Regex => $"/{value.Regex}/",
        ValueKind.Float => value.Float.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
