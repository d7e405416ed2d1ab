using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>The head of a pipeline under test: a test pushes through it.</summary>
internal class FeedNode : ProcessingNode
{
    public Feed Feed { get; private set; } = null!; // Set when the pipeline is made, before a test sees the node.

    public override Processor CreateProcessor(NodeContext context) => Feed = new Feed(context);
}

/// <summary>A head that provides batches.</summary>
internal sealed class BatchFeedNode : FeedNode;

/// <summary>Lets a test emit as if it were a node.</summary>
internal sealed class Feed(NodeContext context) : Processor(context), ISourceProcessor
{
    public GroupTable Groups => Context.Groups;

    public IReadOnlySet<string>? Measurements => null;

    public SeriesPart? Part { get; set; }

    public void OnWrite(BatchShare points, ExecutionClock clock) => throw new NotSupportedException("tests push points one by one");

    public void Push(Point point, Group group) => Emit(point, group);

    public void Push(Batch batch) => Emit(batch);

    public void PushBarrier(Group group, long time) => EmitBarrier(group, time);

    public void PushDeleteGroup(Group group) => EmitDeleteGroup(group);
}
