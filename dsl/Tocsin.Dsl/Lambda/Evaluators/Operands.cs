using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>The result of another evaluator.</summary>
internal readonly struct NestedOperand<T>(Evaluator<T> inner) : IOperand<T>
{
    public T Read(Row row, ExpressionState state) => inner.Evaluate(row, state);
}

/// <summary>The same value for every row.</summary>
internal readonly struct ConstantOperand<T>(T value) : IOperand<T>
{
    public T Value => value;

    public T Read(Row row, ExpressionState state) => value;
}

/// <summary>A float field.</summary>
internal readonly struct FloatField(int slot) : IOperand<double>
{
    public double Read(Row row, ExpressionState state) => row.Float(slot);
}

/// <summary>An integer field.</summary>
internal readonly struct IntegerField(int slot) : IOperand<long>
{
    public long Read(Row row, ExpressionState state) => row.Integer(slot);
}

/// <summary>A boolean field.</summary>
internal readonly struct BooleanField(int slot) : IOperand<bool>
{
    public bool Read(Row row, ExpressionState state) => row.Boolean(slot);
}

/// <summary>A duration field, which an earlier expression made.</summary>
internal readonly struct DurationField(int slot) : IOperand<Duration>
{
    public Duration Read(Row row, ExpressionState state) => new(row.Integer(slot));
}

/// <summary>A string field.</summary>
internal readonly struct TextField(int slot) : IOperand<string>
{
    public string Read(Row row, ExpressionState state) => row.Text(slot);
}

/// <summary>The value of a tag.</summary>
internal readonly struct TagText(int slot) : IOperand<string>
{
    public int Slot => slot;

    public string Read(Row row, ExpressionState state) => row.Tags.ValueAt(slot);
}

/// <summary>The row's own time.</summary>
internal readonly struct RowTime : IOperand<Instant>
{
    public Instant Read(Row row, ExpressionState state) => new(row.Time);
}
