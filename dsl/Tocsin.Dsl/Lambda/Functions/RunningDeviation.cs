using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The memory of <c>sigma</c>: mean and variance, updated value by value as Welford does.</summary>
internal sealed class RunningDeviation : IMemory<double>
{
    private double _mean;
    private double _squares;
    private double _count;

    public double Last { get; private set; }

    /// <summary>The distance of the value from the mean in standard deviations; 0 where there is no deviation yet.</summary>
    public double Add(double value)
    {
        _count++;
        var delta = value - _mean;
        _mean += delta / _count;
        _squares += delta * (value - _mean);
        return Last = Distance(value);
    }

    private double Distance(double value)
    {
        if (_count < 2)
            return 0;

        var variance = _squares / (_count - 1);
        return variance == 0 ? 0 : Math.Abs(value - _mean) / Math.Sqrt(variance);
    }
}
