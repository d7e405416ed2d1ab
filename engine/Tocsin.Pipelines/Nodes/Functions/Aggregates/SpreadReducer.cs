using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

internal sealed class SpreadReducer : AggregateReducer
{
    private double _leastFloat;
    private double _mostFloat;
    private long _leastInteger;
    private long _mostInteger;

    public override void Add(Point point, int slot)
    {
        if (IsFloat)
        {
            _leastFloat = Math.Min(_leastFloat, point.Float(slot));
            _mostFloat = Math.Max(_mostFloat, point.Float(slot));
        }
        else
        {
            _leastInteger = Math.Min(_leastInteger, point.Integer(slot));
            _mostInteger = Math.Max(_mostInteger, point.Integer(slot));
        }
    }

    public override Reduced Result() =>
        IsFloat ? Reduced.Float(_mostFloat - _leastFloat) : Reduced.Integer(_mostInteger - _leastInteger);

    protected override void SaveValues(StateWriter writer)
    {
        writer.Write(_leastFloat);
        writer.Write(_mostFloat);
        writer.Write(_leastInteger);
        writer.Write(_mostInteger);
    }

    protected override void LoadValues(StateReader reader) => (_leastFloat, _mostFloat, _leastInteger, _mostInteger) = (reader.ReadFloat(), reader.ReadFloat(), reader.ReadInteger(), reader.ReadInteger());

    protected override void Clear()
    {
        _leastFloat = double.PositiveInfinity;
        _mostFloat = double.NegativeInfinity;
        _leastInteger = long.MaxValue;
        _mostInteger = long.MinValue;
    }
}
