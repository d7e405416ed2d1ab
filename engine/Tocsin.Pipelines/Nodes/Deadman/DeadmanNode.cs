using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Nodes.Derivative;
using Tocsin.Pipelines.Nodes.Stats;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Deadman;

/// <summary>
/// An alert that is critical while the node before it passes on too few points. Stands for stats, derivative and alert; the alert's
/// properties follow. Of grouped data it watches each group that was seen once, over restarts of the server too, until the script chooses or
/// groups the data in another way or the group has sent nothing for <c>deadman.forget-after</c> of the configuration, 7 days; its alert is then
/// closed. That there is no data at all is reported by a deadman of data that is not grouped, and with <c>.holdWhenBlind(1m)</c> by one alert in the place of
/// those of all groups.
/// </summary>
/// <example><code>stream|from().measurement('cpu').groupBy('host')|deadman(0.0, 10s).topic('silence')</code></example>
[Node("deadman", Wants = EdgeKind.None, Provides = EdgeKind.Stream, Becomes = "alert")]
internal sealed class DeadmanNode : ProcessingNode
{
    private readonly double _threshold;
    private readonly Duration _interval;
    private readonly LambdaExpression[] _conditions;

    /// <param name="threshold">Points per interval at or below which the alert is critical.</param>
    /// <param name="interval">By the wall clock.</param>
    /// <param name="conditions">What must hold besides.</param>
    public DeadmanNode(double threshold, Duration interval, params LambdaExpression[] conditions)
    {
        _threshold = threshold;
        _interval = interval;
        _conditions = conditions;
    }

    public override GraphNode OnLinked(GraphBuilder graph, GraphNode node)
    {
        graph.Withdraw(node);
        return AddBelow(node.Subject!, graph, node.Span); // A node that wants nothing has a subject.
    }

    /// <summary>Adds what it stands for.</summary>
    /// <param name="watched">The node whose output is watched.</param>
    internal GraphNode AddBelow(GraphNode watched, GraphBuilder graph, TextSpan span)
    {
        var options = graph.Setting<DeadmanOptions>();
        var forgetAfter = ForgetAfter(options);
        var stats = new StatsNode(_interval) { RemembersGroups = true, ForgetAfter = forgetAfter, AliveAbove = _threshold };
        stats.Align();
        var statsNode = graph.AddSource(stats, span);
        stats.Watch(watched, graph, statsNode);

        var derivative = new DerivativeNode("emitted") { Unit = _interval > Duration.Zero ? _interval : new(Duration.Second) }; // Stats refuses an interval that is none.
        derivative.NonNegative();
        var derivativeNode = graph.Add(derivative, span, [statsNode]);

        var alert = new AlertNode
        {
            Id = Replace(options.Id, "NODE_NAME", watched.Name),
            Message = Replace(options.Message, "INTERVAL", _interval.ToString()),
            Crit = Condition(),
            Deadman = new DeadmanPart(watched, forgetAfter, Duration.Of(options.BlindAfter), options.BlindTopic),
        };
        return graph.Add(alert, span, [derivativeNode]);
    }

    public override Processor CreateProcessor(NodeContext context) =>
        throw new InvalidOperationException("a deadman stands for other nodes and never runs itself");

    // A group must have been reported dead before it can be forgotten.
    private Duration ForgetAfter(DeadmanOptions options)
    {
        var asked = Duration.Of(options.ForgetAfter);
        var least = new Duration((long)Int128.Clamp(4 * (Int128)_interval.Nanoseconds, 0, long.MaxValue));
        return asked <= Duration.Zero ? Duration.Zero : asked < least ? least : asked;
    }

    private LambdaExpression Condition()
    {
        ExpressionSyntax condition = Binary(
            new ReferenceSyntax(default, "emitted"), BinaryOperator.LessOrEqual, new FloatSyntax(default, _threshold));
        foreach (var further in _conditions)
            condition = Binary(condition, BinaryOperator.And, further.Body);
        return new LambdaExpression(condition);
    }

    private static BinarySyntax Binary(ExpressionSyntax left, BinaryOperator op, ExpressionSyntax right) =>
        new(default, left, op, 0, right, IsMultiline: false);

    /// <summary>Only the first mention stands for something.</summary>
    private static string Replace(string text, string name, string value)
    {
        var at = text.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), value, text.AsSpan(at + name.Length));
    }
}
