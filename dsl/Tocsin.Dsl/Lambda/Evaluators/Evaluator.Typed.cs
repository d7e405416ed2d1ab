using Tocsin.Dsl.Data;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>
/// An evaluator that yields a <typeparamref name="T"/>: double, long, bool, string, Duration, Instant or Regex. On failure it notes the
/// error in the state and yields a harmless value.
/// </summary>
internal abstract class Evaluator<T> : Evaluator
{
    public sealed override ValueKind Kind => ValueKinds.Of<T>();

    public abstract T Evaluate(Row row, ExpressionState state);

    public sealed override Value EvaluateValue(Row row, ExpressionState state) => Value.Of(Evaluate(row, state));

    /// <summary>Hands this evaluator on as the cheapest operand it can be: leaves override this to be read without a virtual call.</summary>
    public virtual Evaluator ReadBy(IOperandReader<T> reader) => reader.Use(new NestedOperand<T>(this));
}
