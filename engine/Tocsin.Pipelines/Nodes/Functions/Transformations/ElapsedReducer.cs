using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

internal sealed class ElapsedReducer(long unit) : TransformationReducer
{
    private long _current;
    private long _previous;
    private int _count;

    public override bool Accepts(FieldType type) => IsDataType(type);

    public override void Add(Point point, int slot)
    {
        _previous = _current;
        _current = point.Time;
        _count++;
    }

    public override bool TryTake(out Transformed result)
    {
        result = new Transformed(FieldType.Integer, (_current - _previous) / unit, _current);
        return _count > 1;
    }

    protected override void SaveValues(StateWriter writer)
    {
        writer.Write(_current);
        writer.Write(_previous);
        writer.Write((long)_count);
    }

    protected override void LoadValues(StateReader reader) => (_current, _previous, _count) = (reader.ReadInteger(), reader.ReadInteger(), (int)reader.ReadInteger());

    protected override void Clear() => _count = 0;
}
