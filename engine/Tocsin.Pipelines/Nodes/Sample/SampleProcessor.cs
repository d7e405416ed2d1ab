using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Sample;

internal sealed class SampleProcessor(SampleNode node, NodeContext context) : PointwiseProcessor<SampleProcessor.Counter>(context)
{
    internal override SplitRule Split => SplitRule.ByGroup;

    internal override string? StateShape => node.Count == 0 ? null : "";

    protected override void Save(Counter state, StateWriter writer) => writer.Write(state.Points);

    protected override Counter Load(Group group, StateReader reader) => new() { Points = reader.ReadInteger() };

    protected override Counter CreateState(Group group, string name) => new();

    protected override void Reset(Counter state) => state.Points = 0;

    protected override Point? Apply(Point point, Counter state)
    {
        var isWanted = node.Count != 0
            ? state.Points++ % node.Count == 0
            : point.Instant.Truncate(node.Period).UnixNanoseconds == point.Time;
        return isWanted ? point : null;
    }

    /// <summary>The points so far.</summary>
    internal sealed class Counter
    {
        public long Points { get; set; }
    }
}
