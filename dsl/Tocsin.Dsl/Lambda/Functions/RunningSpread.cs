using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The memory of <c>spread</c>. NaN is greater and less than nothing.</summary>
internal sealed class RunningSpread : IMemory<double>, ISavedMemory
{
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;

    public double Last => _greatest - _least;

    public int Size => 2;

    public double Add(double value)
    {
        if (value < _least)
            _least = value;
        if (value > _greatest)
            _greatest = value;
        return Last;
    }

    public void Save(Span<long> numbers)
    {
        numbers[0] = BitConverter.DoubleToInt64Bits(_least);
        numbers[1] = BitConverter.DoubleToInt64Bits(_greatest);
    }

    public void Load(ReadOnlySpan<long> numbers)
    {
        _least = BitConverter.Int64BitsToDouble(numbers[0]);
        _greatest = BitConverter.Int64BitsToDouble(numbers[1]);
    }
}
