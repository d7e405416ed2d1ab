namespace Tocsin.Benchmarks.Servers;

/// <summary>Something measured; less is better unless it is a rate.</summary>
/// <param name="Format">Of the value.</param>
internal readonly record struct Figure(string Name, double Value, string Format = "0.00", bool MoreIsBetter = false)
{
    public bool IsBetterThan(Figure other) => MoreIsBetter ? Value > other.Value : Value < other.Value;
}
