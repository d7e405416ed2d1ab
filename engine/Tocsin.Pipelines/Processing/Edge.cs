using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// The way from a node to one of its children: a direct call, counted. What a child throws is that child's error and ends there, so that
/// one bad point stops neither its siblings nor the task.
/// </summary>
internal sealed class Edge(Processor parent, Processor child, Receiver receiver, ExecutionClock clock)
{
    public Processor Parent { get; } = parent;

    public Processor Child { get; } = child;

    /// <summary>What takes the messages for the child.</summary>
    public Receiver Receiver { get; } = receiver;

    /// <summary>Points on a stream edge, batches on a batch edge.</summary>
    public long Count { get; private set; }

    /// <summary>Tells of a group whose points are counted from now on.</summary>
    public event Action<Group>? Appeared;

    /// <summary>Tells of a group that ended.</summary>
    public event Action<Group>? Disappeared;

    /// <summary>Points by group, once somebody asked for them with <see cref="CountGroups"/>.</summary>
    public Dictionary<Group, long>? PointsByGroup { get; private set; }

    /// <summary>Watches what passes; null, as nearly always, when nobody does. Set on the pipeline's thread.</summary>
    public IEdgeTap? Tap { get; set; }

    public void Push(Point point, Group group)
    {
        Count++;
        if (PointsByGroup is not null)
            CountPoints(group, 1);

        var timing = clock.IsSampling ? clock.Enter() : default;
        try
        {
            Receiver.OnPoint(point, group);
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            Child.Fail("cannot process point", problem.Message);
        }

        if (clock.IsSampling)
            clock.Leave(timing, Child.Stats);
        Tap?.Passed(this, point, group);
    }

    public void Push(Batch batch)
    {
        Count++;
        if (PointsByGroup is not null)
            CountPoints(batch.Group, batch.Points.Count);

        var timing = clock.IsSampling ? clock.Enter() : default;
        try
        {
            Receiver.OnBatch(batch);
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            Child.Fail("cannot process batch", problem.Message);
        }

        if (clock.IsSampling)
            clock.Leave(timing, Child.Stats);
        Tap?.Passed(this, batch);
    }

    public void PushBarrier(Group group, long time)
    {
        try
        {
            Receiver.OnBarrier(group, time);
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            Child.Fail("cannot process barrier", problem.Message);
        }
    }

    public void PushDeleteGroup(Group group)
    {
        if (PointsByGroup?.Remove(group) == true)
            Disappeared?.Invoke(group);
        try
        {
            Receiver.OnDeleteGroup(group);
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            Child.Fail("cannot end group", problem.Message);
        }
    }

    /// <summary>Begins to count points by group.</summary>
    public Dictionary<Group, long> CountGroups() => PointsByGroup ??= [];

    private void CountPoints(Group group, int count)
    {
        ref var points = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(PointsByGroup!, group, out var isKnown);
        points += count;
        if (!isKnown)
            Appeared?.Invoke(group);
    }
}
