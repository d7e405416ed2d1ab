using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

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
