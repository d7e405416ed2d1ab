using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Nodes.Stats;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Derivative;

internal sealed class DerivativeProcessor(DerivativeNode node, NodeContext context) : PointwiseProcessor<DerivativeProcessor.Previous>(context)
{
    private readonly FieldFinder _field = new(node.Field);
    private readonly FieldWriter _result = new(node.As, FieldType.Float);
    private readonly double _unit = node.Unit.Nanoseconds;

    internal override SplitRule Split => SplitRule.ByGroup;

    // What a report of counts says after a restart is not to be compared with what one said before it.
    internal override string? StateShape => StatsNode.IsAbove(Context.Node) ? null : node.Field;

    protected override void Save(Previous state, StateWriter writer)
    {
        writer.Write(state.IsKnown);
        writer.Write(state.Value);
        writer.Write(state.Time);
    }

    protected override Previous Load(Group group, StateReader reader) =>
        new() { IsKnown = reader.ReadBoolean(), Value = reader.ReadFloat(), Time = reader.ReadInteger() };

    protected override Previous CreateState(Group group, string name) => new();

    protected override void Reset(Previous state) => state.IsKnown = false;

    protected override Point? Apply(Point point, Previous state)
    {
        var slot = _field.SlotIn(point.Layout);
        double value;
        switch (slot < 0 ? FieldType.Null : point.Layout.TypeAt(slot))
        {
            case FieldType.Float:
                value = point.Float(slot);
                break;
            case FieldType.Integer:
                value = point.Integer(slot);
                break;
            default:
                Fail("cannot perform derivative", slot < 0 ? $"field \"{node.Field}\" is missing" : WrongType(point.Layout.TypeAt(slot)));
                return null;
        }

        var (isKnown, before, elapsed) = (state.IsKnown, state.Value, (double)(point.Time - state.Time));
        (state.IsKnown, state.Value, state.Time) = (true, value, point.Time);
        if (!isKnown)
            return null;

        if (elapsed == 0)
        {
            Fail("cannot perform derivative", $"elapsed time was 0: two points at {point.Instant}");
            return null;
        }

        var difference = value - before;
        return node.IsNonNegative && difference < 0 ? null : _result.Write(point, difference / (elapsed / _unit));
    }

    private string WrongType(FieldType type) =>
        $"field \"{node.Field}\" is the wrong type: {type.ToString().ToLowerInvariant()} instead of float or integer";

    /// <summary>The last point with a number in the field.</summary>
    internal sealed class Previous
    {
        public bool IsKnown { get; set; }

        public double Value { get; set; }

        public long Time { get; set; }
    }
}
