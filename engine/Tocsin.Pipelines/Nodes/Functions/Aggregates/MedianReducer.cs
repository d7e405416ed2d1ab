using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

internal sealed class MedianReducer : AggregateReducer
{
    private readonly NumberList _numbers = new();
    private long _firstTime;

    public override void Add(Point point, int slot)
    {
        if (_numbers.Count == 0)
            _firstTime = point.Time;
        _numbers.Add(point.Numbers[slot]);
    }

    public override Reduced Result() =>
        Reduced.Float(IsFloat ? OfFloats(_numbers.Floats) : OfIntegers(_numbers.Integers), _numbers.Count == 1 ? _firstTime : null);

    protected override void SaveValues(StateWriter writer)
    {
        _numbers.Save(writer);
        writer.Write(_firstTime);
    }

    protected override void LoadValues(StateReader reader)
    {
        _numbers.Load(reader);
        _firstTime = reader.ReadInteger();
    }

    protected override void Clear() => _numbers.Clear();

    private static double OfFloats(Span<double> numbers)
    {
        numbers.Sort();
        var upper = numbers[numbers.Length / 2];
        if (numbers.Length % 2 == 1)
            return upper;

        var lower = numbers[(numbers.Length / 2) - 1];
        return lower + ((upper - lower) / 2);
    }

    private static double OfIntegers(Span<long> numbers)
    {
        numbers.Sort();
        var upper = numbers[numbers.Length / 2];
        if (numbers.Length % 2 == 1)
            return upper;

        var lower = numbers[(numbers.Length / 2) - 1];
        return lower + ((double)(upper - lower) / 2);
    }
}
