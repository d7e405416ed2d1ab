using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

internal sealed class DifferenceReducer : TransformationReducer
{
    private long _current;
    private long _previous;
    private long _time;
    private bool _hasCurrent;
    private bool _isReady;

    public override void Add(Point point, int slot)
    {
        // A second value of one time would say that it changed in no time.
        if (_hasCurrent && point.Time == _time)
            return;

        _isReady = _hasCurrent;
        _previous = _current;
        _current = point.Numbers[slot];
        _time = point.Time;
        _hasCurrent = true;
    }

    public override bool TryTake(out Transformed result)
    {
        result = _isReady ? new Transformed(Type, Difference(), _time) : default;
        var wasReady = _isReady;
        _isReady = false;
        return wasReady;
    }

    protected override void SaveValues(StateWriter writer)
    {
        writer.WriteBits(_current);
        writer.WriteBits(_previous);
        writer.Write(_time);
        writer.Write(_hasCurrent);
        writer.Write(_isReady);
    }

    protected override void LoadValues(StateReader reader)
    {
        (_current, _previous, _time) = (reader.ReadBits(), reader.ReadBits(), reader.ReadInteger());
        (_hasCurrent, _isReady) = (reader.ReadBoolean(), reader.ReadBoolean());
    }

    protected override void Clear()
    {
        _hasCurrent = false;
        _isReady = false;
    }

    private long Difference() => IsFloat
        ? BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(_current) - BitConverter.Int64BitsToDouble(_previous))
        : _current - _previous;
}
