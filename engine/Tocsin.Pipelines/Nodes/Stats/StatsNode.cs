using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.NoOp;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Stats;

/// <summary>
/// Reports at intervals of the wall clock how many points have left the node before it, per group: measurement <c>stats</c>, field
/// <c>emitted</c>. While nothing came yet, it reports no points in the group of everything, unless the data is grouped.
/// </summary>
/// <param name="interval">Between two reports.</param>
/// <example><code>stream|from().measurement('cpu')|stats(10s)|derivative('emitted').unit(10s)</code></example>
[Node("stats", Wants = EdgeKind.None, Provides = EdgeKind.Stream)]
internal sealed class StatsNode(Duration interval) : ProcessingNode
{
    internal const string Measurement = "stats";

    /// <summary>Between two reports.</summary>
    [NotInScript]
    public Duration Interval { get; } = interval;

    [NotInScript]
    public bool IsAligned { get; private set; }

    /// <summary>The node whose output is counted.</summary>
    [NotInScript]
    public GraphNode? Watched { get; private set; }

    /// <summary>True to go on with the groups of before after a restart.</summary>
    [NotInScript]
    public bool RemembersGroups { get; set; }

    /// <summary>How long a remembered group that sends nothing is reported. Zero, the default, for ever.</summary>
    [NotInScript]
    public Duration ForgetAfter { get; set; }

    /// <summary>
    /// Null, or more points than this since the start show that a group is alive, so that its alert of before a restart ends at once: they count as
    /// those of an interval, though they came in less.
    /// </summary>
    [NotInScript]
    public double? AliveAbove { get; set; }

    /// <summary>Reports at multiples of the interval.</summary>
    [ScriptMethod]
    public void Align() => IsAligned = true;

    public override GraphNode OnLinked(GraphBuilder graph, GraphNode node)
    {
        Watch(node.Subject!, graph, node); // A node that wants nothing has a subject.
        return node;
    }

    /// <summary>True for a node whose data are the reports of a stats node.</summary>
    internal static bool IsAbove(GraphNode node)
    {
        while (node.Parents is [var parent])
        {
            if (parent.Definition is StatsNode)
                return true;
            node = parent;
        }

        return false;
    }

    /// <summary>Chooses the node whose output is counted, and sees to it that it has one.</summary>
    internal void Watch(GraphNode watched, GraphBuilder graph, GraphNode node)
    {
        Watched = watched;
        if (watched.Children.Count == 0)
            graph.Add(new NoOpNode(), node.Span, [watched]);
    }

    public override void Validate(NodeProblems problems)
    {
        if (Interval <= Duration.Zero)
            problems.ErrorOfValue($"the interval {Interval} is not greater than zero", "give the time between two looks, such as 10s");
        else if (RemembersGroups && AliveAbove is < 0 and var threshold)
            problems.WarningOfValue("TS3966", $"a deadman of {threshold.ToString(System.Globalization.CultureInfo.InvariantCulture)} points never alerts: there are never fewer than 0", "write deadman(0.0, 10s) for no points at all");
    }

    public override KnownData Follow(NodeFlow flow) =>
        (Watched is null ? KnownData.Anything : flow.Of(Watched)).OfGroup(KnownNames.Only(["emitted"], "stats gives the field 'emitted' only"), "stats keeps only the tags grouped by")
            .WithField("emitted", ValueKind.Integer) with { GoesOn = true, Measurement = Measurement };

    public override Processor CreateProcessor(NodeContext context) => new StatsProcessor(this, context);
}
