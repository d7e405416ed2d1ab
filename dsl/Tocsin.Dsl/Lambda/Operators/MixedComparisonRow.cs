using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>An int compared with a float: the int is widened, a constant once and for all.</summary>
internal sealed class MixedComparisonRow(OperatorRow floats, ValueKind left, ValueKind right)
    : OperatorRow(floats.Operator, left, right, ValueKind.Boolean)
{
    public static IEnumerable<OperatorRow> Both(OperatorRow floats) =>
    [
        new MixedComparisonRow(floats, ValueKind.Integer, ValueKind.Float),
        new MixedComparisonRow(floats, ValueKind.Float, ValueKind.Integer),
    ];

    public override Evaluator Create(Evaluator left, Evaluator right) => floats.Create(AsFloat(left), AsFloat(right));

    private static Evaluator AsFloat(Evaluator operand) => operand switch
    {
        LeafEvaluator<long, ConstantOperand<long>> constant =>
            new LeafEvaluator<double, ConstantOperand<double>>(new(constant.Operand.Value)),
        Evaluator<long> integer => new UnaryEvaluator<long, double, Widen>(integer),
        _ => operand,
    };
}
