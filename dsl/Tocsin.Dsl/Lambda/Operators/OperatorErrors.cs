using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>The words for operands that do not fit an operator.</summary>
internal static class OperatorErrors
{
    /// <summary>Why the operator does not take these operands, or null where it does.</summary>
    public static string? Explain(BinaryOperator op, ValueKind left, ValueKind right)
    {
        if (OperatorTable.IsLogical(op) ? left == ValueKind.Boolean && right == ValueKind.Boolean : OperatorTable.Find(op, left, right) is not null)
            return null;

        if (!OperatorTable.AcceptsLeft(op, left))
            return $"invalid {Family(op)} operator {SyntaxFacts.Text(op)} for type {left.Name()}";
        return $"mismatched type to binary operator. got {left.Name()} {SyntaxFacts.Text(op)} {right.Name()}."
            + " see bool(), int(), float(), string(), duration()";
    }

    public static string UnexpectedKind(ValueKind actual, ValueKind expected) =>
        $"TypeGuard: expression returned unexpected type {actual.Name()}, expected {expected.Name()}";

    public static string UnexpectedKind(ValueKind actual) => $"expression returned unexpected type {actual.Name()}";

    public static string MissingReference(string name) => $"reference \"{name}\" is missing value";

    private static string Family(BinaryOperator op) =>
        OperatorTable.IsArithmetic(op) ? "math" : OperatorTable.IsLogical(op) ? "logical" : "comparison";
}
