using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The memory of <c>spread</c>. NaN is greater and less than nothing.</summary>
internal sealed class RunningSpread : IMemory<double>
{
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;

    public double Last => _greatest - _least;

    public double Add(double value)
    {
        if (value < _least)
            _least = value;
        if (value > _greatest)
            _greatest = value;
        return Last;
    }
}
