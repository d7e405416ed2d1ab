using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Engine.Data;
using Tocsin.Engine.Nodes.Expressions;
using Tocsin.Engine.Nodes.Fields;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.StateDuration;

internal sealed class StateDurationProcessor(StateDurationNode node, SeriesPredicate condition, NodeContext context)
    : PointwiseProcessor<StateDurationProcessor.Run>(context)
{
    private readonly FieldWriter _result = new(node.As, FieldType.Float);
    private readonly double _unit = node.Unit.Nanoseconds;

    protected override Run CreateState(Group group, string name) => new(condition.CreateState());

    protected override void Reset(Run state) => state.Since = null;

    protected override Point? Apply(Point point, Run state)
    {
        if (!condition.TryEvaluate(point, state.Memory, out var isMet, out var error))
        {
            Fail("error while evaluating expression", error.Text);
            return null;
        }

        state.Since = isMet ? state.Since ?? point.Time : null;
        return _result.Write(point, state.Since is { } since ? (point.Time - since) / _unit : -1.0);
    }

    /// <summary>The time of the first point in a row.</summary>
    internal sealed class Run(ExpressionState memory)
    {
        public ExpressionState Memory { get; } = memory;

        public long? Since { get; set; }
    }
}
