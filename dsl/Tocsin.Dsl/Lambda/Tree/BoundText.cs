using System.Globalization;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>Prints a part of an expression: for error messages with the bare values of literals, for people as they stand in scripts.</summary>
internal static class BoundText
{
    public static string Of(BoundExpression node) => Of(node, isWritten: false);

    /// <summary>As it stands in a script, but for variables: their values stand in their places.</summary>
    public static string Written(BoundExpression node) => Of(node, isWritten: true);

    private static string Of(BoundExpression node, bool isWritten) => node switch
    {
        BoundConstant { Written: { } written } when isWritten => written,
        BoundConstant { Value: var value } => Constant(value),
        BoundReference reference => $"\"{reference.Name}\"",
        BoundUnary unary => SyntaxFacts.Text(unary.Operator) + Operand(unary.Operand, isWritten),
        BoundBinary binary => $"{Operand(binary.Left, isWritten)} {SyntaxFacts.Text(binary.Operator)} {Operand(binary.Right, isWritten)}",
        BoundLogical logical => string.Join($" {SyntaxFacts.Text(logical.Operator)} ", logical.Operands.Select(operand => Operand(operand, isWritten))),
        BoundCall call => $"{call.Name}({string.Join(", ", call.Arguments.Select(argument => Of(argument, isWritten)))})",
        BoundLambda lambda => Of(lambda.Body, isWritten),
        _ => "",
    };

    private static string Operand(BoundExpression node, bool isWritten) => node is BoundBinary or BoundLogical ? $"({Of(node, isWritten)})" : Of(node, isWritten);

    private static string Constant(Value value) => value.Kind switch
    {
        ValueKind.Boolean => value.Boolean ? "TRUE" : "FALSE",
        ValueKind.Duration => DurationText.Script(value.Bits),
        ValueKind.Regex => $"/{value.Regex}/",
        ValueKind.Float => value.Float.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
