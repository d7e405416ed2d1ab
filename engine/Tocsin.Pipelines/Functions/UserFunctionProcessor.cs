using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>Runs a function of a user: an instance for each group. What a call throws drops the message at hand.</summary>
internal sealed class UserFunctionProcessor : GroupedProcessor<UserFunctionState>
{
    private readonly PipelineFunction _function;
    private readonly object? _options;
    private readonly FunctionErrors _errors;
    private readonly HashSet<UserFunctionState> _disposables = [];

    public UserFunctionProcessor(UserFunctionNode node, NodeContext context)
        : base(context)
    {
        _function = node.Function;
        _options = _function.BindOptions(node.Given.Options);
        _errors = new FunctionErrors(context, _function);
        Draft = new FunctionDraft(context);
    }

    /// <summary>The one point in the making; a group at a time has its turn.</summary>
    internal FunctionDraft Draft { get; }

    public override void OnPoint(Point point, Group group)
    {
        try
        {
            var state = StateOf(group, point);
            state.Output.Name = point.Name;
            var outer = Begin(state);
            try
            {
                if (state.Stream is { } stream)
                    stream.OnPoint(new PointView(point), state.Output);
                else
                    state.StreamToBatch?.OnPoint(new PointView(point), state.Output);
            }
            finally
            {
                End(state, outer);
            }
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            _errors.Add("a point", group, problem);
        }
    }

    public override void OnBatch(Batch batch)
    {
        try
        {
            var state = StateOf(batch);
            if (state.BatchToStream is { } toStream)
                Run(state, batch, toStream);
            else if (state.Batch is { } function)
                Emit(batch with { Points = Collect(state, batch, function) });
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            _errors.Add("a batch", batch.Group, problem);
        }
    }

    public override void OnBarrier(Group group, long time)
    {
        try
        {
            var state = StateOf(group);
            var outer = Begin(state);
            try
            {
                if (state.Stream is { } stream)
                    stream.OnBarrier(new Instant(time).ToDateTimeOffset(), state.Output);
                else
                    state.StreamToBatch?.OnBarrier(new Instant(time).ToDateTimeOffset(), state.Output);
            }
            finally
            {
                End(state, outer);
            }
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            _errors.Add("a barrier", group, problem);
        }

        EmitBarrier(group, time);
    }

    public override void OnStop()
    {
        foreach (var state in _disposables)
            Dispose(state);
        _disposables.Clear();
    }

    internal void Pass(Point point, Group group)
    {
        // What follows is the engine's, or another function's: its time is not this one's.
        var here = CallWatch.Enter(null);
        Emit(point, group);
        CallWatch.Leave(here);
    }

    internal void Pass(Batch batch)
    {
        var here = CallWatch.Enter(null);
        Emit(batch);
        CallWatch.Leave(here);
    }

    /// <summary>What the code of others remembers is not known: it starts over.</summary>
    internal override string? StateShape => null;

    protected override void Save(UserFunctionState state, StateWriter writer)
    {
    }

    protected override UserFunctionState Load(Group group, StateReader reader) => CreateState(group, "");

    protected override UserFunctionState CreateState(Group group, string name)
    {
        var context = new FunctionContext { Task = Context.TaskId, Node = Context.NodeName, Group = group.Id, Log = line => _errors.Log(group, line) };
        var outer = CallWatch.Enter(_function);
        try
        {
            var state = new UserFunctionState(_function.CreateInstance(_options, context, Context.Services.Time), this, _function, group);
            state.Output.Name = name;
            if (state.Instance is IDisposable)
                _disposables.Add(state);
            return state;
        }
        finally
        {
            CallWatch.Leave(outer);
        }
    }

    protected override void Forget(Group group)
    {
        if (FindState(group) is { } state && _disposables.Remove(state))
            Dispose(state);

        base.Forget(group);
    }

    private static void Run(UserFunctionState state, Batch batch, IBatchToStreamFunction function)
    {
        var outer = Begin(state);
        try
        {
            function.OnBatch(new BatchView(batch), state.Output);
        }
        finally
        {
            End(state, outer);
        }
    }

    private static List<Point> Collect(UserFunctionState state, Batch batch, IBatchFunction function)
    {
        var points = new List<Point>(batch.Points.Count);
        state.Output.Gathered = points;
        var outer = Begin(state);
        try
        {
            function.OnBatch(new BatchView(batch), state.Output);
            return points;
        }
        finally
        {
            state.Output.Gathered = null;
            End(state, outer);
        }
    }

    private static UserFunction? Begin(UserFunctionState state)
    {
        state.Output.IsOpen = true;
        return CallWatch.Enter(state.Function);
    }

    private static void End(UserFunctionState state, UserFunction? outer)
    {
        state.Output.IsOpen = false;
        CallWatch.Leave(outer);
    }

    private void Dispose(UserFunctionState state)
    {
        if (state.Instance is not IDisposable disposable)
            return;

        var outer = CallWatch.Enter(_function);
        try
        {
            disposable.Dispose();
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            _errors.Add("the end", state.Group, problem);
        }
        finally
        {
            CallWatch.Leave(outer);
        }
    }
}
