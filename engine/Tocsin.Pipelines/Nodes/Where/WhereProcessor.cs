using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

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

    internal override string? StateShape => condition.Shape;

    internal override void SaveShared(StateWriter writer) => condition.SaveShared(writer);

    internal override void LoadShared(StateReader reader) => condition.LoadShared(reader);

    protected override void Save(ExpressionState state, StateWriter writer) => writer.Write(state);

    protected override ExpressionState Load(Group group, StateReader reader)
    {
        var state = CreateState(group, "");
        reader.ReadInto(state);
        return state;
    }

    protected override ExpressionState CreateState(Group group, string name) => condition.CreateState();

    private bool Accepts(Point point, ExpressionState state)
    {
        if (condition.TryEvaluate(point, state, out var isAccepted, out var error))
            return isAccepted;

        Fail("error while evaluating expression", error.Text);
        return false;
    }
}
