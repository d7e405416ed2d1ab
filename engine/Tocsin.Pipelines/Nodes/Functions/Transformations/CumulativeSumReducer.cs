using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

internal sealed class CumulativeSumReducer : TransformationReducer
{
    private double _float;
    private long _integer;
    private long _time;

    public override void Add(Point point, int slot)
    {
        _time = point.Time;
        if (IsFloat)
            _float += point.Float(slot);
        else
            _integer += point.Integer(slot);
    }

    public override bool TryTake(out Transformed result)
    {
        result = new Transformed(Type, IsFloat ? BitConverter.DoubleToInt64Bits(_float) : _integer, _time);
        return true;
    }

    protected override void SaveValues(StateWriter writer)
    {
        writer.Write(_float);
        writer.Write(_integer);
        writer.Write(_time);
    }

    protected override void LoadValues(StateReader reader) => (_float, _integer, _time) = (reader.ReadFloat(), reader.ReadInteger(), reader.ReadInteger());

    protected override void Clear()
    {
        _float = 0;
        _integer = 0;
    }
}
