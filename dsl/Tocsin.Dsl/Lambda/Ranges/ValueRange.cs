namespace Tocsin.Dsl.Lambda.Ranges;

/// <summary>The values that comparisons with constants leave to a field or tag: numbers between two bounds, or one text.</summary>
internal readonly record struct ValueRange
{
    /// <summary>All values.</summary>
    public static readonly ValueRange All = new() { Low = double.NegativeInfinity, High = double.PositiveInfinity };

    public double Low { get; init; }

    public double High { get; init; }

    /// <summary>True when <see cref="Low"/> itself is left out.</summary>
    public bool IsAboveLow { get; init; }

    /// <summary>True when <see cref="High"/> itself is left out.</summary>
    public bool IsBelowHigh { get; init; }

    /// <summary>The only text; null for numbers.</summary>
    public string? Text { get; init; }

    /// <summary>True when two comparisons contradict each other, whatever the bounds say.</summary>
    public bool IsNothing { get; init; }

    public bool IsEmpty => IsNothing || Low > High || (Low == High && (IsAboveLow || IsBelowHigh));

    private bool IsOfNumbers => Text is null && (Low > double.NegativeInfinity || High < double.PositiveInfinity);

    /// <summary>What is left when both hold.</summary>
    public ValueRange And(ValueRange other)
    {
        var low = Low > other.Low || (Low == other.Low && IsAboveLow) ? this : other;
        var high = High < other.High || (High == other.High && IsBelowHigh) ? this : other;
        var differ = Text is not null && other.Text is not null && Text != other.Text;
        return new ValueRange
        {
            Low = low.Low,
            IsAboveLow = low.IsAboveLow,
            High = high.High,
            IsBelowHigh = high.IsBelowHigh,
            Text = Text ?? other.Text,

            // A value is a number or a text, never both.
            IsNothing = IsNothing || other.IsNothing || differ || (Text is not null && other.IsOfNumbers) || (IsOfNumbers && other.Text is not null),
        };
    }

    /// <summary>True when all values of this are in the other.</summary>
    public bool IsWithin(ValueRange other) => And(other) == this;
}
