using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

internal sealed class MovingAverageReducer(long size) : TransformationReducer
{
    private readonly Queue<long> _numbers = new();
    private double _float;
    private long _integer;
    private long _time;

    public override void Add(Point point, int slot)
    {
        if (_numbers.Count == size)
            Subtract(_numbers.Dequeue());
        var bits = point.Numbers[slot];
        _numbers.Enqueue(bits);
        _time = point.Time;
        if (IsFloat)
            _float += BitConverter.Int64BitsToDouble(bits);
        else
            _integer += bits;
    }

    public override bool TryTake(out Transformed result)
    {
        var average = (IsFloat ? _float : _integer) / size;
        result = new Transformed(FieldType.Float, BitConverter.DoubleToInt64Bits(average), _time);
        return _numbers.Count == size;
    }

    protected override void SaveValues(StateWriter writer)
    {
        writer.WriteCount(_numbers.Count);
        foreach (var bits in _numbers)
            writer.WriteBits(bits);
        writer.Write(_float);
        writer.Write(_integer);
        writer.Write(_time);
    }

    protected override void LoadValues(StateReader reader)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
            _numbers.Enqueue(reader.ReadBits());
        (_float, _integer, _time) = (reader.ReadFloat(), reader.ReadInteger(), reader.ReadInteger());
    }

    protected override void Clear()
    {
        _numbers.Clear();
        _float = 0;
        _integer = 0;
    }

    private void Subtract(long bits)
    {
        if (IsFloat)
            _float -= BitConverter.Int64BitsToDouble(bits);
        else
            _integer -= bits;
    }
}
