using Tocsin.Dsl.Lambda.Operators;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>What operators will meet when points come, as far as the expression alone tells: calls have kinds, fields and tags may have any.</summary>
internal static class LikelyKinds
{
    private static readonly ValueKind[] OfData = [ValueKind.Float, ValueKind.Integer, ValueKind.String, ValueKind.Boolean, ValueKind.Duration, ValueKind.Time];

    /// <summary>The kind of an expression; null where data decides.</summary>
    public static ValueKind? Of(BoundExpression node) => node switch
    {
        BoundCall call => OfCall(call),
        BoundBinary binary when OperatorTable.IsArithmetic(binary.Operator) => Of(binary.Left) is { } left && Of(binary.Right) is { } right
            ? OperatorTable.Find(binary.Operator, left, right)?.Result
            : null,
        _ => KnownKinds.Of(node),
    };

    /// <summary>Why an operator can have no result, whatever comes; null where it may have one.</summary>
    public static string? WhyFails(BinaryOperator op, ValueKind? left, ValueKind? right)
    {
        // Operands that could not be bound are missing here, and have been reported.
        if ((left is null && right is null) || left == ValueKind.Missing || right == ValueKind.Missing)
            return null;
        string? why = null;
        foreach (var l in left is { } known ? [known] : OfData)
        {
            foreach (var r in right is { } other ? [other] : OfData)
            {
                var text = OperatorErrors.Explain(op, l, r);
                if (text is null)
                    return null;
                why ??= text;
            }
        }

        return left is { } one && right is not null ? why
            : left is { } first ? $"nothing fits {first.Name()} {SyntaxFacts.Text(op)} …"
            : $"nothing fits … {SyntaxFacts.Text(op)} {right!.Value.Name()}"; // One of the two is known.
    }

    private static ValueKind? OfCall(BoundCall call)
    {
        ValueKind? result = null;
        foreach (var signature in call.Function?.Signatures ?? [])
        {
            if (signature.Parameters.Count != call.Arguments.Length)
                continue;
            if (result is { } found && found != signature.Result)
                return null;
            result = signature.Result;
        }

        return result;
    }
}
