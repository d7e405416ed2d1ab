using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Ranges;

/// <summary>What a condition of comparisons, joined by AND, leaves to the fields and tags it names.</summary>
internal sealed class ConditionRanges
{
    private readonly Dictionary<string, ValueRange> _ranges = new(StringComparer.Ordinal);

    private ConditionRanges()
    {
    }

    /// <summary>False when the condition asks more than its ranges say.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The first name to which nothing is left; null when there is none.</summary>
    public string? Empty => _ranges.Where(entry => entry.Value.IsEmpty).Select(entry => entry.Key).FirstOrDefault();

    /// <summary>The ranges of a condition; what is not a comparison of a name with a constant is left out of them.</summary>
    public static ConditionRanges Of(ExpressionSyntax condition)
    {
        var ranges = new ConditionRanges();
        foreach (var part in Conjunction.PartsOf(condition))
            ranges.Add(part);
        return ranges;
    }

    /// <summary>What is left to a name.</summary>
    public ValueRange RangeOf(string name) => _ranges.GetValueOrDefault(name, ValueRange.All);

    /// <summary>True when the other condition holds whenever this one does.</summary>
    public bool Imply(ConditionRanges other) =>
        other.IsWhole && other._ranges.All(entry => _ranges.TryGetValue(entry.Key, out var own) && own.IsWithin(entry.Value));

    private void Add(ExpressionSyntax part)
    {
        if (part is BinarySyntax comparison && RangeOf(comparison) is (var name, var range))
            _ranges[name] = _ranges.GetValueOrDefault(name, ValueRange.All).And(range);
        else if (part is not BooleanSyntax { Value: true })
            IsWhole = false;
    }

    private static (string Name, ValueRange Range)? RangeOf(BinarySyntax comparison) => comparison switch
    {
        { Left: ReferenceSyntax left, Right: ReferenceSyntax right } => left.Name == right.Name
            && comparison.Operator is BinaryOperator.Less or BinaryOperator.Greater or BinaryOperator.NotEqual
            ? (left.Name, ValueRange.All with { IsNothing = true })
            : null,
        { Left: ReferenceSyntax name, Right: var constant } => RangeOf(name, comparison.Operator, constant),
        { Left: var constant, Right: ReferenceSyntax name } => RangeOf(name, Turned(comparison.Operator), constant),
        _ => null,
    };

    private static (string Name, ValueRange Range)? RangeOf(ReferenceSyntax name, BinaryOperator op, ExpressionSyntax constant)
    {
        if (!Constants.TryFind(constant, out var value))
            return null;
        if (value.Kind == ValueKind.String)
            return op == BinaryOperator.Equal ? (name.Name, ValueRange.All with { Text = value.ToString() }) : null;
        if (value.Kind is not (ValueKind.Integer or ValueKind.Float or ValueKind.Duration))
            return null;

        var number = value.Kind == ValueKind.Float ? value.Float : value.Bits;
        ValueRange? range = op switch
        {
            BinaryOperator.Less => ValueRange.All with { High = number, IsBelowHigh = true },
            BinaryOperator.LessOrEqual => ValueRange.All with { High = number },
            BinaryOperator.Greater => ValueRange.All with { Low = number, IsAboveLow = true },
            BinaryOperator.GreaterOrEqual => ValueRange.All with { Low = number },
            BinaryOperator.Equal => ValueRange.All with { Low = number, High = number },
            _ => null,
        };
        return range is { } found ? (name.Name, found) : null;
    }

    private static BinaryOperator Turned(BinaryOperator op) => op switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => op,
    };
}
