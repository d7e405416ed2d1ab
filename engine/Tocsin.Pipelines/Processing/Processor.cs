using System.Runtime.CompilerServices;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Foreign;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// What runs for a node. Passes on whatever it does not override. Only the pipeline's thread calls it; timers come through
/// <see cref="NodeContext.Schedule"/>.
/// </summary>
public abstract class Processor(NodeContext context) : Receiver
{
    private Edge[] _outputs = [];
    private int _outputCount;
    private LogPauses _pauses;

    /// <summary>The node's place, counters and services.</summary>
    protected NodeContext Context { get; } = context;

    internal IReadOnlyList<Edge> Outputs => new ArraySegment<Edge>(_outputs, 0, _outputCount);

    internal string Name => Context.NodeName;

    internal NodeStats Stats => Context.Stats;

    /// <summary>Points arrive here; by default they are passed on.</summary>
    public override void OnPoint(Point point, Group group) => Emit(point, group);

    /// <summary>Batches arrive here; by default they are passed on.</summary>
    public override void OnBatch(Batch batch) => Emit(batch);

    /// <summary>Barriers arrive here; by default they are passed on.</summary>
    public override void OnBarrier(Group group, long time) => EmitBarrier(group, time);

    /// <summary>Ends of groups arrive here; by default they are passed on.</summary>
    public override void OnDeleteGroup(Group group) => EmitDeleteGroup(group);

    /// <summary>Called once before the first message.</summary>
    public virtual void OnStart()
    {
    }

    /// <summary>
    /// Called once before <see cref="OnStop"/> where the data itself has come to its end, as in a replay: what waits for more never gets it.
    /// Whatever is emitted here reaches the children.
    /// </summary>
    internal virtual void OnEnd()
    {
    }

    /// <summary>Called once after the last message, parents before children. Whatever is still emitted here reaches the children.</summary>
    public virtual void OnStop()
    {
    }

    /// <summary>
    /// Called instead of <see cref="OnStop"/> when the task was given up, by another thread than the pipeline's, which is in another node and
    /// does not come back. Frees what others wait for; nothing can be emitted.
    /// </summary>
    public virtual void OnAbandon()
    {
    }

    /// <summary>What may be done to work on the data of the node with several threads. Default: nothing.</summary>
    internal virtual SplitRule Split => SplitRule.Together("sees all groups together");

    /// <summary>
    /// What the form of the kept state depends on, as text: a node of another script goes on with it that has the same. Null, the default, when
    /// nothing is kept.
    /// </summary>
    internal virtual string? StateShape => null;

    /// <summary>What of the data reaches the nodes below, and in which groups: where it is another, these start over.</summary>
    internal virtual string StatePlace => "";

    /// <summary>What the node made of a point that it has just dealt with, in words; nothing for nodes that only pass on. Changes nothing.</summary>
    internal virtual IEnumerable<string> Explain(Point point, Group group) => [];

    /// <summary>A group leaves for another loop of the task, with what is kept for it: nothing of it may be kept elsewhere.</summary>
    internal virtual void OnYield(Group group)
    {
    }

    /// <summary>A group has come from another loop of the task, with what this node's processor there kept for it.</summary>
    internal virtual void OnAdopt(Group group)
    {
    }

    /// <summary>A clock of this node moved the time of a group on, before the task started and after its state was written down.</summary>
    internal virtual void OnTick(Group group, long time)
    {
    }

    /// <summary>The task has been given all that was written before it started.</summary>
    internal virtual void OnCaughtUp()
    {
    }

    /// <summary>Writes what is kept for all groups together; called where there is a <see cref="StateShape"/>.</summary>
    internal virtual void SaveShared(StateWriter writer)
    {
    }

    /// <summary>Takes up what <see cref="SaveShared"/> wrote, before the first message and after <see cref="OnStart"/>.</summary>
    internal virtual void LoadShared(StateReader reader)
    {
    }

    /// <summary>Writes what is kept for a group; false when that is nothing.</summary>
    internal virtual bool TrySave(Group group, StateWriter writer) => false;

    /// <summary>Takes up what <see cref="TrySave"/> wrote, before the first message and after <see cref="OnStart"/>.</summary>
    internal virtual void LoadGroup(Group group, StateReader reader)
    {
    }

    /// <summary>What takes the messages of the n-th parent; by default all parents feed the processor itself.</summary>
    internal virtual Receiver InputOf(int parent) => this;

    /// <summary>
    /// Counts a failure of one message and logs it unless the script said <c>.quiet()</c>: each reason once in ten seconds, with how many there were.
    /// </summary>
    /// <param name="what">What was being done.</param>
    /// <param name="why">What went wrong.</param>
    public void Fail(string what, string why)
    {
        (what, why) = (ShownText.Visible(what), ShownText.Visible(why));
        Stats.Errors++;
        Stats.LastFailure = new NodeFailure(Context.Services.Time.GetUtcNow(), what, why);
        if (!Context.IsQuiet && _pauses.IsDue(Context.Services.Time, why, out var unlogged))
            GroupLog.NodeError(Context.Logger, what, Context.TaskId, Context.NodeName, unlogged, why);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Emit(Point point, Group group)
    {
        foreach (var output in _outputs.AsSpan(0, _outputCount))
            output.Push(point, group);
    }

    protected void Emit(Batch batch)
    {
        foreach (var output in _outputs.AsSpan(0, _outputCount))
            output.Push(batch);
    }

    protected void EmitBarrier(Group group, long time)
    {
        foreach (var output in _outputs.AsSpan(0, _outputCount))
            output.PushBarrier(group, time);
    }

    protected void EmitDeleteGroup(Group group)
    {
        foreach (var output in _outputs.AsSpan(0, _outputCount))
            output.PushDeleteGroup(group);
    }

    /// <summary>Nothing reaches the children any more; for any thread.</summary>
    internal void CutOff() => _outputCount = 0;

    internal void AddOutput(Edge edge)
    {
        if (_outputCount == _outputs.Length)
            Array.Resize(ref _outputs, Math.Max(2, _outputCount * 2));
        _outputs[_outputCount++] = edge;
    }
}
