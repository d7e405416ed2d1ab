using System.Text.RegularExpressions;
using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>All legal pairs of operand types. What is not in the table is an error.</summary>
internal static class OperatorTable
{
    // The logical operators are not here: they short-circuit, and take booleans only.
    private static readonly OperatorRow[] Rows =
    [
        new OperatorRow<long, long, long, Add>(BinaryOperator.Add),
        new OperatorRow<double, double, double, Add>(BinaryOperator.Add),
        new OperatorRow<string, string, string, Add>(BinaryOperator.Add),
        new OperatorRow<Duration, Duration, Duration, Add>(BinaryOperator.Add),
        new OperatorRow<long, long, long, Subtract>(BinaryOperator.Subtract),
        new OperatorRow<double, double, double, Subtract>(BinaryOperator.Subtract),
        new OperatorRow<Duration, Duration, Duration, Subtract>(BinaryOperator.Subtract),
        new OperatorRow<long, long, long, Multiply>(BinaryOperator.Multiply),
        new OperatorRow<double, double, double, Multiply>(BinaryOperator.Multiply),
        new OperatorRow<Duration, long, Duration, Multiply>(BinaryOperator.Multiply),
        new OperatorRow<long, Duration, Duration, Multiply>(BinaryOperator.Multiply),
        new OperatorRow<Duration, double, Duration, Multiply>(BinaryOperator.Multiply),
        new OperatorRow<double, Duration, Duration, Multiply>(BinaryOperator.Multiply),
        new OperatorRow<long, long, long, Divide>(BinaryOperator.Divide),
        new OperatorRow<double, double, double, Divide>(BinaryOperator.Divide),
        new OperatorRow<Duration, long, Duration, Divide>(BinaryOperator.Divide),
        new OperatorRow<Duration, double, Duration, Divide>(BinaryOperator.Divide),
        new OperatorRow<Duration, Duration, long, Divide>(BinaryOperator.Divide),
        new OperatorRow<long, long, long, Modulo>(BinaryOperator.Modulo),
        .. Equality<Equal>(BinaryOperator.Equal),
        .. Equality<NotEqual>(BinaryOperator.NotEqual),
        .. Order<Less>(BinaryOperator.Less),
        .. Order<LessOrEqual>(BinaryOperator.LessOrEqual),
        .. Order<Greater>(BinaryOperator.Greater),
        .. Order<GreaterOrEqual>(BinaryOperator.GreaterOrEqual),
        new MatchOperatorRow(new OperatorRow<string, Regex, bool, Matches>(BinaryOperator.Match), wanted: true),
        new MatchOperatorRow(new OperatorRow<string, Regex, bool, MatchesNot>(BinaryOperator.NotMatch), wanted: false),
    ];

    private static readonly Dictionary<(BinaryOperator, ValueKind, ValueKind), OperatorRow> ByOperands =
        Rows.ToDictionary(row => (row.Operator, row.Left, row.Right));

    private static readonly HashSet<(BinaryOperator, ValueKind)> LeftKinds = [.. Rows.Select(row => (row.Operator, row.Left))];

    /// <summary>The row for these operands, or null where the operator does not take them.</summary>
    public static OperatorRow? Find(BinaryOperator op, ValueKind left, ValueKind right) => ByOperands.GetValueOrDefault((op, left, right));

    /// <summary>True where some row of the operator begins with this kind.</summary>
    public static bool AcceptsLeft(BinaryOperator op, ValueKind left) =>
        IsLogical(op) ? left == ValueKind.Boolean : LeftKinds.Contains((op, left));

    public static bool IsLogical(BinaryOperator op) => op is BinaryOperator.And or BinaryOperator.Or;

    public static bool IsArithmetic(BinaryOperator op) =>
        op is BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo;

    private static IEnumerable<OperatorRow> Equality<TOperator>(BinaryOperator op)
        where TOperator : struct, IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
            IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>, IBinaryOperator<bool, bool, bool> =>
        [.. Order<TOperator>(op), new OperatorRow<bool, bool, bool, TOperator>(op)];

    private static IEnumerable<OperatorRow> Order<TOperator>(BinaryOperator op)
        where TOperator : struct, IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
            IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>
    {
        var floats = new OperatorRow<double, double, bool, TOperator>(op);
        return
        [
            floats,
            new OperatorRow<long, long, bool, TOperator>(op),
            .. MixedComparisonRow.Both(floats),
            new OperatorRow<string, string, bool, TOperator>(op),
            new OperatorRow<Duration, Duration, bool, TOperator>(op),
        ];
    }
}
