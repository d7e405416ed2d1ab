using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Eval;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;
using Tocsin.Sdk;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Nodes.Autoscale;

/// <summary>
/// Computes for each point how many replicas there are to be, and has the orchestrator change it. What the orchestrator refuses changes nothing here:
/// the next point asks again.
/// </summary>
internal sealed class AutoscaleProcessor : GroupedProcessor<ExpressionState>
{
    private const int MostResources = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly FieldLayout Changed = FieldLayout.Of(("old", FieldType.Integer), ("new", FieldType.Integer));

    private readonly AutoscaleNode _node;
    private readonly CompiledExpression _replicas;
    private readonly IOrchestrator _orchestrator;
    private readonly SecretTexts _secrets;
    private readonly Dictionary<ScaleTarget, ScaledResource> _resources = [];
    private readonly Dictionary<ScaleTarget, (long? Increased, long? Decreased)> _before = [];
    private readonly EvalRow _row = new();
    private readonly NodeCounter _increases;
    private readonly NodeCounter _decreases;
    private readonly NodeCounter _cooldowns;

    /// <exception cref="TaskStartException">The orchestrator is not configured.</exception>
    public AutoscaleProcessor(AutoscaleNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _replicas = context.Compile(node.Replicas!, "replicas"); // The node was checked.
        _increases = context.Stats.AddCounter("increase_events");
        _decreases = context.Stats.AddCounter("decrease_events");
        _cooldowns = context.Stats.AddCounter("cooldown_drops");
        if (!context.Services.Orchestrators.TryCreate(node.Orchestrator, node.Cluster, out var orchestrator, out _secrets, out var error))
        {
            throw new TaskStartException($"{context.NodeName}: cannot use the {context.Node.Descriptor.Name} node, could not create {node.Client}: {error}")
            {
                Span = node.Cluster.Length > 0 ? context.Node.SpanOf("cluster") : context.Node.Span,
            };
        }

        _orchestrator = orchestrator;
    }

    public override void OnPoint(Point point, Group group) => Scale(point, point.Name, group, StateOf(group, point), "error handling point");

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        foreach (var point in batch.Points)
            Scale(point, batch.Name, batch.Group, state, "error batch handling point");
    }

    public override void OnStop() => (_orchestrator as IDisposable)?.Dispose();

    internal override string StateShape => $"{_node.Cluster} {_replicas.Text}";

    internal override void SaveShared(StateWriter writer)
    {
        _replicas.SaveShared(writer);
        writer.WriteCount(_resources.Count);
        foreach (var (target, resource) in _resources)
        {
            writer.Write(target.Name);
            writer.Write(target.Namespace);
            writer.Write(target.Kind);
            writer.Write(resource.Increased);
            writer.Write(resource.Decreased);
        }
    }

    /// <summary>How many replicas there are is asked anew: somebody may have changed it meanwhile.</summary>
    internal override void LoadShared(StateReader reader)
    {
        _replicas.LoadShared(reader);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var target = new ScaleTarget(reader.ReadText()) { Namespace = reader.ReadText(), Kind = reader.ReadText() };
            _before[target] = (reader.ReadOptional(), reader.ReadOptional());
        }
    }

    protected override void Save(ExpressionState state, StateWriter writer) => writer.Write(state);

    protected override ExpressionState Load(Group group, StateReader reader)
    {
        var state = CreateState(group, "");
        reader.ReadInto(state);
        return state;
    }

    protected override ExpressionState CreateState(Group group, string name) => _replicas.CreateState();

    private void Scale(Point point, string name, Group group, ExpressionState state, string what)
    {
        if (_node.TargetOf(point.Tags, out var error) is not { } target)
        {
            Fail(what, error);
            return;
        }

        try
        {
            var resource = Find(target);
            if (!TryCompute(point, resource, state, out var wanted, out error))
                Fail(what, error);
            else if (wanted != resource.Replicas && !IsCooling(resource, wanted, point.Time))
                Change(target, resource, wanted, point, name, group);
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            // Whatever a plugin throws is about this point only.
            Fail(what, problem is OperationCanceledException ? $"no answer within {Patience.TotalSeconds} s" : _secrets.Hide(problem.Message));
        }
    }

    private ScaledResource Find(ScaleTarget target)
    {
        if (_resources.TryGetValue(target, out var resource))
            return resource;
        if (_resources.Count == MostResources)
            throw new InvalidDataException($"there are more than {MostResources} resources: no further ones are scaled");
        using var deadline = new CancellationTokenSource(Patience, Context.Services.Time);
        resource = new ScaledResource(_orchestrator.GetReplicasAsync(target, deadline.Token).WaitAsync(deadline.Token).GetAwaiter().GetResult());
        if (_before.Remove(target, out var before))
            (resource.Increased, resource.Decreased) = before;
        return _resources[target] = resource;
    }

    private bool TryCompute(Point point, ScaledResource resource, ExpressionState state, out long wanted, out string error)
    {
        (wanted, error) = (0, "");
        Row row = point;
        if (_node.CurrentField.Length > 0)
        {
            _row.Begin(point, 1);
            _row.Add(_node.CurrentField, Value.From(resource.Replicas));
            row = _row;
        }

        if (!_replicas.TryEvaluate(row, state, out var value, out var problem))
            error = $"failed to evaluate the replicas expression: {problem.Text}";
        else if (value.Kind != ValueKind.Integer)
            error = $"the replicas expression must give an int, not {value.Kind.ToString().ToLowerInvariant()}: write int(...) around it";
        if (error.Length > 0)
            return false;
        wanted = value.Integer;
        if (_node.Max > 0 && wanted > _node.Max)
            wanted = _node.Max;
        wanted = Math.Max(wanted, _node.Min);
        return true;
    }

    private bool IsCooling(ScaledResource resource, long wanted, long time)
    {
        var (last, cooldown) = wanted > resource.Replicas ? (resource.Increased, _node.IncreaseCooldown) : (resource.Decreased, _node.DecreaseCooldown);
        if (last is not { } at || time - at >= cooldown.Nanoseconds)
            return false;
        _cooldowns.Value++;
        return true;
    }

    private void Change(ScaleTarget target, ScaledResource resource, long wanted, Point point, string name, Group group)
    {
        using var deadline = new CancellationTokenSource(Patience, Context.Services.Time);
        _orchestrator.SetReplicasAsync(target, wanted, deadline.Token).WaitAsync(deadline.Token).GetAwaiter().GetResult();
        var before = resource.Replicas;
        resource.Replicas = wanted;
        if (wanted > before)
        {
            resource.Increased = point.Time;
            _increases.Value++;
        }
        else
        {
            resource.Decreased = point.Time;
            _decreases.Value++;
        }

        var tags = _node.Name(target, group.Tags);
        var series = Context.Services.Series.Intern(Origin.None, name, tags);
        Emit(Point.Create(series, point.Time, Changed, [before, wanted], []), Context.Groups.Find(group.Dimensions, name, tags));
    }
}
