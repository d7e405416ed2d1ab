using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Binding.Nodes;

[Node("stream", Wants = EdgeKind.None, Provides = EdgeKind.Stream)]
public sealed class StreamNode : NodeDefinition;

[Node("batch", Wants = EdgeKind.None, Provides = EdgeKind.None)]
public sealed class BatchNode : NodeDefinition;

/// <summary>Chooses points.</summary>
[Node("from", Wants = EdgeKind.Stream, Follows = ["stream", "from"])]
public sealed class FromNode : NodeDefinition
{
    /// <summary>The measurement, see <see cref="Dimensions"/>.</summary>
    public string Measurement { get; set; } = "";

    [NotInScript]
    public object[] Dimensions { get; set; } = [];

    [NotInScript]
    public LambdaExpression? Filter { get; private set; }

    [ScriptMethod]
    public void GroupBy(params object[] dimensions) => Dimensions = dimensions;

    /// <summary>Keeps some points.</summary>
    [ScriptMethod("where")]
    public void KeepWhere(LambdaExpression filter) => Filter = filter;
}

[Node("query", Wants = EdgeKind.None, Provides = EdgeKind.Batch, Follows = ["batch"])]
public sealed class QueryNode(string text) : NodeDefinition
{
    public string Text { get; } = text;

    public Duration Period { get; set; }

    [NotInScript]
    public object[] Dimensions { get; private set; } = [];

    [ScriptMethod]
    public void GroupBy(params object[] dimensions) => Dimensions = dimensions;
}

[Node("window", Wants = EdgeKind.Stream, Provides = EdgeKind.Batch)]
public sealed class WindowNode : NodeDefinition
{
    public Duration Period { get; set; }

    public long PeriodCount { get; set; }

    public bool IsAligned { get; private set; }

    [ScriptMethod]
    public void Align() => IsAligned = true;

    public override void Validate(NodeProblems problems)
    {
        if (Period < Duration.Zero)
            problems.Error("the period is negative", "give a positive one");
    }
}

[Node("where")]
public sealed class WhereNode(LambdaExpression filter) : NodeDefinition
{
    public LambdaExpression Filter { get; } = filter;
}

[Node("eval")]
public sealed class EvalNode(params LambdaExpression[] expressions) : NodeDefinition
{
    private string[] _names = [];

    public IReadOnlyList<LambdaExpression> Expressions { get; } = expressions;

    [ScriptMethod]
    public void As(params string[] names) => _names = names;

    public override void Validate(NodeProblems problems)
    {
        if (_names.Length != Expressions.Count)
            problems.Error($"{Expressions.Count} expressions but {_names.Length} names");
    }
}

[Node("percentile", Wants = EdgeKind.Any, Provides = EdgeKind.Stream)]
public sealed class PercentileNode(string field, double percent) : NodeDefinition
{
    public string Field { get; } = field;

    public double Percent { get; } = percent;
}

[Node("sample")]
public sealed class SampleNode : NodeDefinition
{
    public SampleNode(object rate)
    {
        if (rate is not (long or Duration))
            throw new ScriptArgumentException("the rate must be an int or a duration", "write 10 or 10s");
    }
}

[Node("join", TakesParents = true)]
public sealed class JoinNode : NodeDefinition
{
    [NotInScript]
    public string[] Names { get; private set; } = [];

    [ScriptMethod]
    public void As(params string[] names) => Names = names;
}

[Node("union", TakesParents = true)]
public sealed class UnionNode : NodeDefinition
{
    public string Rename { get; set; } = "";
}

[Node("log")]
public sealed class LogNode : NodeDefinition;

[Node("loopback", Provides = EdgeKind.None)]
public sealed class LoopbackNode : NodeDefinition;

[Node("noop", InScript = false)]
public sealed class NoopNode : NodeDefinition;

[Node("alert")]
public sealed class AlertNode : NodeDefinition
{
    public LambdaExpression? Crit { get; set; }

    public string Message { get; set; } = "";

    public long History { get; set; } = 21;

    [NotInScript]
    public List<FakeHandler> Handlers { get; } = [];

    [ScriptMethod]
    public void Log(string path) => Message = path;

    [ScriptMethod]
    public void Flapping(double low, double high) => History = (long)(low + high);

    [ScriptMethod]
    public void StateChangesOnly(params Duration[] maximum) => History = maximum.Length;
}

/// <summary>What <c>.slack()</c> collects.</summary>
public sealed class FakeHandler
{
    public string Channel { get; set; } = "";
}

[Node("stats", Wants = EdgeKind.None, Provides = EdgeKind.Stream)]
public class StatsNode(Duration interval) : NodeDefinition
{
    public Duration Interval { get; } = interval;

    public override GraphNode OnLinked(GraphBuilder graph, GraphNode node)
    {
        if (node.Subject is { Children.Count: 0 } subject)
            graph.Add(new NoopNode(), node.Span, [subject]);
        return node;
    }
}

[Node("deadman", Kind = "stats", Wants = EdgeKind.None, Provides = EdgeKind.Stream)]
public sealed class DeadmanNode(double threshold, Duration interval, params LambdaExpression[] conditions) : StatsNode(interval)
{
    public double Threshold { get; } = threshold;

    public int Conditions { get; } = conditions.Length;

    public override GraphNode OnLinked(GraphBuilder graph, GraphNode node)
    {
        base.OnLinked(graph, node);
        var log = graph.Add(new LogNode(), node.Span, [node]);
        return graph.Add(new AlertNode(), node.Span, [log]);
    }
}
