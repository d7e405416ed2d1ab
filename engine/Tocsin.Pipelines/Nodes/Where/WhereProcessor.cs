using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Where;

internal sealed class WhereProcessor(SeriesPredicate condition, NodeContext context) : GroupedProcessor<ExpressionState>(context)
{
    internal override SplitRule Split => condition.Split;

    public override void OnPoint(Point point, Group group)
    {
        if (Accepts(point, StateOf(group, point)))
            Emit(point, group);
    }

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        var accepted = new List<Point>(batch.Points.Count);
        foreach (var point in batch.Span)
        {
            if (Accepts(point, state))
                accepted.Add(point);
        }

        Emit(accepted.Count == batch.Points.Count ? batch : batch with { Points = accepted });
    }

    internal override IEnumerable<string> Explain(Point point, Group group) => [condition.Review(point, StateOf(group, point))];

    protected override ExpressionState CreateState(Group group, string name) => condition.CreateState();

    private bool Accepts(Point point, ExpressionState state)
    {
        if (condition.TryEvaluate(point, state, out var isAccepted, out var error))
            return isAccepted;

        Fail("error while evaluating expression", error.Text);
        return false;
    }
}
