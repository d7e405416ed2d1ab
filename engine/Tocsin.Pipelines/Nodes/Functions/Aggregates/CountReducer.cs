using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

internal sealed class CountReducer : AggregateReducer
{
    private long _count;

    public override Reduced? OfNothing => Reduced.Integer(0, pointTime: 0);

    public override bool Accepts(FieldType type) => IsDataType(type);

    public override void Add(Point point, int slot) => _count++;

    public override Reduced Result() => Reduced.Integer(_count);

    protected override void SaveValues(StateWriter writer) => writer.Write(_count);

    protected override void LoadValues(StateReader reader) => _count = reader.ReadInteger();

    protected override void Clear() => _count = 0;
}
