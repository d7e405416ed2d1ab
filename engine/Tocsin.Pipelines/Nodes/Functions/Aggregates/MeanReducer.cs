using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

internal sealed class MeanReducer : AggregateReducer
{
    private double _float;
    private long _integer;
    private long _count;

    public override void Add(Point point, int slot)
    {
        _count++;
        if (IsFloat)
            _float += point.Float(slot);
        else
            _integer += point.Integer(slot);
    }

    public override void Add(ReadOnlySpan<Point> points, int slot)
    {
        if (!IsFloat)
        {
            base.Add(points, slot);
            return;
        }

        _count += points.Length;
        foreach (var point in points)
            _float += point.Float(slot);
    }

    public override Reduced Result() => Reduced.Float((IsFloat ? _float : _integer) / _count);

    protected override void SaveValues(StateWriter writer)
    {
        writer.Write(_float);
        writer.Write(_integer);
        writer.Write(_count);
    }

    protected override void LoadValues(StateReader reader) => (_float, _integer, _count) = (reader.ReadFloat(), reader.ReadInteger(), reader.ReadInteger());

    protected override void Clear()
    {
        _float = 0;
        _integer = 0;
        _count = 0;
    }
}
