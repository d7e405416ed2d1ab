using System.Collections.Concurrent;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>
/// Gives a function of another process what arrives, without waiting for what comes of it, and passes that on when it is there. A function that
/// is slower than its task holds it up, and meanwhile what it gave is passed on, so that neither waits for the other. Barriers and ends of groups
/// are not known to such functions: they end here.
/// </summary>
internal sealed class ProcessFunctionProcessor : Processor
{
    private const int MessagesAtOnce = 1000;

    private static readonly TimeSpan WaitForHanging = TimeSpan.FromSeconds(1);

    private readonly ProcessFunctionNode _node;
    private readonly ResultReader _results;
    private readonly ConcurrentQueue<FunctionFault> _faults = new();
    private FunctionRun? _run;
    private int _isDrainDue;

    public ProcessFunctionProcessor(ProcessFunctionNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _results = new ResultReader(context);
    }

    /// <summary>Waits for the first attempt to start the function. One that only does not run yet harms nobody: it is tried again, and one that hung last is hardly waited for.</summary>
    /// <exception cref="TaskStartException">It refuses its options.</exception>
    public override void OnStart()
    {
        var run = _run = new FunctionRun(_node, Context, new FunctionSnapshots(Context, _node.Function.Name), Report, DrainSoon);
        run.Start();
        try
        {
            if (!_node.Function.IsHanging || Task.WaitAny([run.Tried], WaitForHanging) >= 0)
                run.Tried.GetAwaiter().GetResult();
        }
        catch (FunctionEndedException refusal)
        {
            throw new TaskStartException($"{Context.NodeName}: {_node.Function}: {refusal.Message}") { Span = Context.Node.Span };
        }
    }

    public override void OnPoint(Point point, Group group) => Offer(new FunctionInput(point.Keep(), group, null), 1);

    public override void OnBatch(Batch batch) => Offer(new FunctionInput(null, batch.Group, batch), batch.Points.Count);

    public override void OnBarrier(Group group, long time)
    {
    }

    public override void OnDeleteGroup(Group group)
    {
    }

    public override void OnStop()
    {
        if (_run is not { } run)
            return;
        run.Stop();
        while (!run.Ended.IsCompleted || run.Output.Count > 0)
        {
            DrainAll(run);
            Task.WaitAny(run.Ended, run.Output.WhenItem());
        }

        run.Ended.GetAwaiter().GetResult();
        TellFaults();
    }

    public override void OnAbandon() => _run?.Abandon();

    private void Offer(FunctionInput input, int weight)
    {
        if (_run is not { } run || run.Input.IsCompleted)
            return;

        // What is there already comes before what this leads to.
        if (run.Output.Count > 0)
            DrainAll(run);
        while (!run.Input.TryAdd(input, weight))
        {
            if (!run.IsUp)
            {
                Fail($"{_node.Function} does not run, {(weight == 1 ? "a point" : $"{weight} points")} dropped", run.Problem);
                return;
            }

            Task.WaitAny(run.Input.WhenRoom(), run.Output.WhenItem(), run.WhenDown);
            DrainAll(run);
        }
    }

    // Any thread.
    private void Report(FunctionFault fault)
    {
        _faults.Enqueue(fault);
        Context.Post(TellFaults);
    }

    private void TellFaults()
    {
        while (_faults.TryDequeue(out var fault))
            Fail(fault.What, fault.Why);
    }

    // Any thread.
    private void DrainSoon()
    {
        if (Interlocked.Exchange(ref _isDrainDue, 1) == 0)
            Context.Post(DrainSome);
    }

    private void DrainSome()
    {
        if (_run is not { } run)
            return;
        Volatile.Write(ref _isDrainDue, 0);
        for (var passed = 0; passed < MessagesAtOnce && run.Output.TryTake(out var result); passed++)
            Pass(result);
        if (run.Output.Count > 0)
            DrainSoon(); // Others have their turn first, as one that never stops giving must not keep the task from its end.
    }

    private void DrainAll(FunctionRun run)
    {
        for (var left = run.Output.Count; left > 0 && run.Output.TryTake(out var result); left--)
            Pass(result);
    }

    private void Pass(in FunctionResult result)
    {
        try
        {
            if (result is { Points: { } points, End: { } end })
            {
                Emit(_results.Read(points, end));
            }
            else if (result.Point is { } sent)
            {
                var (point, group) = _results.Read(sent);
                Emit(point, group);
            }
        }
        catch (InvalidDataException problem)
        {
            Fail($"{_node.Function} sent what can't be used", problem.Message);
        }
    }
}
