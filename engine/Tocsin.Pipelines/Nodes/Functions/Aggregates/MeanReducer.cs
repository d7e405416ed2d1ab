using Tocsin.Pipelines.Data;

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

    protected override void Clear()
    {
        _float = 0;
        _integer = 0;
        _count = 0;
    }
}
