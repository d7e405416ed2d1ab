using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

internal sealed class StddevReducer : AggregateReducer
{
    private readonly NumberList _numbers = new();

    public override void Add(Point point, int slot) =>
        _numbers.Add(IsFloat ? point.Numbers[slot] : BitConverter.DoubleToInt64Bits(point.Integer(slot)));

    public override Reduced Result() => Reduced.Float(_numbers.Count < 2 ? 0 : Deviation(_numbers.Floats));

    protected override void SaveValues(StateWriter writer) => _numbers.Save(writer);

    protected override void LoadValues(StateReader reader) => _numbers.Load(reader);

    protected override void Clear() => _numbers.Clear();

    private static double Deviation(ReadOnlySpan<double> numbers)
    {
        // The mean is moved number by number: summing first would lose the small ones beside the large.
        var mean = 0.0;
        for (var i = 0; i < numbers.Length; i++)
            mean += (numbers[i] - mean) / (i + 1);

        var squares = 0.0;
        foreach (var number in numbers)
            squares += (number - mean) * (number - mean);
        return Math.Sqrt(squares / (numbers.Length - 1));
    }
}
