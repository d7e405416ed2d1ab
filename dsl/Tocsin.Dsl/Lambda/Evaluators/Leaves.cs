using System.Text.RegularExpressions;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>Makes the evaluators that stand at the ends of a tree.</summary>
internal static class Leaves
{
    private static readonly NoRow Nowhere = new();

    public static Evaluator Constant(Value value) => value.Kind switch
    {
        ValueKind.Float => Of(new ConstantOperand<double>(value.Float)),
        ValueKind.Integer => Of(new ConstantOperand<long>(value.Integer)),
        ValueKind.String => Of(new ConstantOperand<string>(value.Text)),
        ValueKind.Boolean => Of(new ConstantOperand<bool>(value.Boolean)),
        ValueKind.Duration => Of(new ConstantOperand<Duration>(value.Duration)),
        ValueKind.Regex => Of(new ConstantOperand<Regex>(value.Regex ?? Harmless.Of<Regex>())),
        ValueKind.Time => new LeafEvaluator<Instant, ConstantOperand<Instant>>(new(value.Time)),
        _ => MissingEvaluator.Instance,
    };

    public static Evaluator Field(FieldType type, int slot) => type switch
    {
        FieldType.Float => new LeafEvaluator<double, FloatField>(new(slot)),
        FieldType.Integer => new LeafEvaluator<long, IntegerField>(new(slot)),
        FieldType.Boolean => new LeafEvaluator<bool, BooleanField>(new(slot)),
        FieldType.Duration => new LeafEvaluator<Duration, DurationField>(new(slot)),
        FieldType.String => new LeafEvaluator<string, TextField>(new(slot)),
        _ => MissingEvaluator.Instance,
    };

    public static Evaluator Tag(int slot) => new LeafEvaluator<string, TagText>(new(slot));

    public static Evaluator Time() => new LeafEvaluator<Instant, RowTime>(default);

    /// <summary>An evaluator that always fails, of the kind its place asks for.</summary>
    public static Evaluator Failing(ValueKind kind, EvaluationError error) => kind switch
    {
        ValueKind.Float => Failing<double>(error),
        ValueKind.Integer => Failing<long>(error),
        ValueKind.String => Failing<string>(error),
        ValueKind.Duration => Failing<Duration>(error),
        ValueKind.Regex => Failing<Regex>(error),
        ValueKind.Time => Failing<Instant>(error),
        _ => Failing<bool>(error),
    };

    /// <summary>The constant that an operator over constants comes to, or the evaluator itself where it fails.</summary>
    public static Evaluator Fold(Evaluator overConstants)
    {
        var state = new ExpressionState([]);
        var value = overConstants.EvaluateValue(Nowhere, state);
        return state.HasFailed ? overConstants : Constant(value);
    }

    public static bool IsConstant(Evaluator evaluator) => evaluator is
        LeafEvaluator<double, ConstantOperand<double>> or LeafEvaluator<long, ConstantOperand<long>> or
        LeafEvaluator<string, ConstantOperand<string>> or LeafEvaluator<bool, ConstantOperand<bool>> or
        LeafEvaluator<Duration, ConstantOperand<Duration>> or LeafEvaluator<Regex, ConstantOperand<Regex>>;

    private static LeafEvaluator<T, ConstantOperand<T>> Of<T>(ConstantOperand<T> operand) => new(operand);

    private static FailingEvaluator<T> Failing<T>(EvaluationError error) => new(error, Harmless.Of<T>());

    private sealed class NoRow : Row;
}
