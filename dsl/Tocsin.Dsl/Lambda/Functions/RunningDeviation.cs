using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The memory of <c>sigma</c>: mean and variance, updated value by value as Welford does.</summary>
internal sealed class RunningDeviation : IMemory<double>, ISavedMemory
{
    private double _mean;
    private double _squares;
    private double _count;

    public double Last { get; private set; }

    public int Size => 4;

    /// <summary>The distance of the value from the mean in standard deviations; 0 where there is no deviation yet.</summary>
    public double Add(double value)
    {
        _count++;
        var delta = value - _mean;
        _mean += delta / _count;
        _squares += delta * (value - _mean);
        return Last = Distance(value);
    }

    public void Save(Span<long> numbers)
    {
        numbers[0] = BitConverter.DoubleToInt64Bits(_mean);
        numbers[1] = BitConverter.DoubleToInt64Bits(_squares);
        numbers[2] = BitConverter.DoubleToInt64Bits(_count);
        numbers[3] = BitConverter.DoubleToInt64Bits(Last);
    }

    public void Load(ReadOnlySpan<long> numbers)
    {
        _mean = BitConverter.Int64BitsToDouble(numbers[0]);
        _squares = BitConverter.Int64BitsToDouble(numbers[1]);
        _count = BitConverter.Int64BitsToDouble(numbers[2]);
        Last = BitConverter.Int64BitsToDouble(numbers[3]);
    }

    private double Distance(double value)
    {
        if (_count < 2)
            return 0;

        var variance = _squares / (_count - 1);
        return variance == 0 ? 0 : Math.Abs(value - _mean) / Math.Sqrt(variance);
    }
}
