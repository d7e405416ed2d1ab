using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>What one parent feeds.</summary>
internal sealed class JoinInput<TItem>(JoinProcessor<TItem> processor, int parent) : Receiver
    where TItem : class
{
    public override void OnPoint(Point point, Group group) => processor.Take(parent, point, group);

    public override void OnBatch(Batch batch) => processor.Take(parent, batch, batch.Group);

    public override void OnBarrier(Group group, long time) => processor.TakeBarrier(parent, group, time);

    public override void OnDeleteGroup(Group group) => processor.TakeDeleteGroup(group);
}
