using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Engine.Data;
using Tocsin.Engine.Nodes.Expressions;
using Tocsin.Engine.Nodes.Fields;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.StateCount;

internal sealed class StateCountProcessor(string field, SeriesPredicate condition, NodeContext context)
    : PointwiseProcessor<StateCountProcessor.Run>(context)
{
    private readonly FieldWriter _result = new(field, FieldType.Integer);

    protected override Run CreateState(Group group, string name) => new(condition.CreateState());

    protected override void Reset(Run state) => state.Count = 0;

    protected override Point? Apply(Point point, Run state)
    {
        if (!condition.TryEvaluate(point, state.Memory, out var isMet, out var error))
        {
            Fail("error while evaluating expression", error.Text);
            return null;
        }

        state.Count = isMet ? state.Count + 1 : 0;
        return _result.Write(point, isMet ? state.Count : -1L);
    }

    /// <summary>The points in a row so far.</summary>
    internal sealed class Run(ExpressionState memory)
    {
        public ExpressionState Memory { get; } = memory;

        public long Count { get; set; }
    }
}
