using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

internal sealed class SumReducer : AggregateReducer
{
    private double _float;
    private long _integer;

    public override Reduced? OfNothing => Reduced.Float(0, pointTime: 0);

    public override void Add(Point point, int slot)
    {
        if (IsFloat)
            _float += point.Float(slot);
        else
            _integer += point.Integer(slot);
    }

    // A sum belongs to no point: with point times it stands at 1970, as scripts written for the peer expect.
    public override Reduced Result() => IsFloat ? Reduced.Float(_float, pointTime: 0) : Reduced.Integer(_integer, pointTime: 0);

    protected override void SaveValues(StateWriter writer)
    {
        writer.Write(_float);
        writer.Write(_integer);
    }

    protected override void LoadValues(StateReader reader) => (_float, _integer) = (reader.ReadFloat(), reader.ReadInteger());

    protected override void Clear()
    {
        _float = 0;
        _integer = 0;
    }
}
