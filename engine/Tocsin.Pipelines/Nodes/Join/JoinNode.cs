using System.Collections.Immutable;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>
/// Joins points, or batches, of several nodes by group and time. The result has the fields of all, each with the prefix of its node, and
/// the tags of the group. The k-th points of one time belong together. What is not complete waits until every node is past its time in that
/// group, then leaves filled up or is dropped.
/// </summary>
/// <example><code>
/// var errors = stream|from().measurement('errors').groupBy('host')
/// var requests = stream|from().measurement('requests').groupBy('host')
/// errors|join(requests).as('errors', 'requests').tolerance(1s)|eval(lambda: "errors.value" / "requests.value").as('rate')
/// </code></example>
[Node("join", TakesParents = true)]
internal sealed class JoinNode : ProcessingNode
{
    private readonly int _parents;

    /// <param name="others">The nodes to join with the one before the <c>|</c>.</param>
    public JoinNode(params GraphNode[] others) => _parents = others.Length + 1;

    /// <summary>The prefixes of the nodes' fields: the node before the <c>|</c> first.</summary>
    public IReadOnlyList<string> Prefixes { get; private set; } = [];

    /// <summary>The tags of <c>.on()</c>; empty when groups must be equal.</summary>
    public IReadOnlyList<string> Dimensions { get; private set; } = [];

    /// <summary>Times are rounded to a multiple of this before they are compared. Zero, the default, wants equal times.</summary>
    public Duration Tolerance { get; set; }

    /// <summary>
    /// What stands for the fields of a node that has no point: <c>'none'</c>, the default, drops the others; <c>'null'</c> gives fields
    /// without a value; a number gives that number.
    /// </summary>
    public object Fill { get; set; } = "none";

    /// <summary>The measurement of the results. Default: that of the first node that has a point.</summary>
    public string StreamName { get; set; } = "";

    /// <summary>Stands between prefix and field.</summary>
    public string Delimiter { get; set; } = ".";

    /// <summary>
    /// Whether the end of a group at one node, as <c>barrier().delete(TRUE)</c> tells of it, ends the group here: what waits in it is dropped,
    /// nothing is remembered of it, and the nodes that follow are told. Default: it goes no further.
    /// </summary>
    public bool DeleteAll { get; set; }

    /// <summary>Gives each node's fields a prefix.</summary>
    [ScriptMethod]
    public void As(params string[] names) => Prefixes = names;

    /// <summary>
    /// Joins points that are grouped by more tags than these with all points that share just these; results are grouped by the more.
    /// </summary>
    [ScriptMethod]
    public void On(params string[] dimensions) => Dimensions = dimensions;

    public override void Validate(NodeProblems problems)
    {
        if (!JoinFill.TryParse(Fill, out _))
            problems.ErrorOfValue($"it cannot fill with {ScriptArgumentException.Describe(Fill)}", "write 'none', 'null' or a number", "fill");
        if (Prefixes.Count == 0)
        {
            problems.Error("the prefixes of the fields are missing", "name each joined node: .as('left', 'right')");
            return;
        }

        if (Prefixes.Count != _parents)
            problems.Error($"as() gives {Prefixes.Count} prefixes for {_parents} joined nodes", "give one prefix per node, the one before the | first");
        foreach (var prefix in Prefixes)
        {
            if (prefix.Length == 0)
                problems.Error("a prefix in as() is empty", "name each joined node");
            else if (Delimiter.Length > 0 && prefix.Contains(Delimiter, StringComparison.Ordinal))
                problems.Error($"the prefix '{prefix}' contains the delimiter '{Delimiter}'", "choose another prefix or another delimiter()");
        }

        if (Prefixes.Distinct().Count() < Prefixes.Count)
            problems.Error($"the prefixes '{string.Join("', '", Prefixes)}' are not all different");
    }

    public override KnownData Follow(NodeFlow flow)
    {
        var inputs = flow.Inputs;
        WarnOfStrangers(inputs, flow);
        if (Dimensions.Count == 0)
            flow.Meet(Prefixes);
        var dimensions = inputs.Select(data => data.Dimensions).Aggregate((all, next) => all.Or(next));
        return new KnownData
        {
            Fields = KnownNames.Prefixed(
                [.. Prefixes.Zip(inputs, (prefix, data) => (prefix + Delimiter, data.Fields))],
                $"join puts the names of .as() and '{Delimiter}' before the names of fields"),
            Kinds = Fill is string ? Prefixes.Zip(inputs).SelectMany(parent => parent.Second.Kinds.Select(field => KeyValuePair.Create(parent.First + Delimiter + field.Key, field.Value))).ToImmutableDictionary() : [],
            Dimensions = dimensions,
            Groups = inputs.Select(data => data.Groups).Aggregate((all, next) => all.Or(next)),
            Measurement = StreamName.Length > 0 ? StreamName : inputs[0].Measurement,
            Tags = dimensions.IsClosed ? dimensions.Explained("join keeps only the tags grouped by") : KnownNames.Any,
        };
    }

    public override Processor CreateProcessor(NodeContext context)
    {
        // Validate() let only these pass.
        JoinFill.TryParse(Fill, out var fill);
        return context.Node.Provides == EdgeKind.Batch
            ? new BatchJoinProcessor(this, fill, context)
            : new StreamJoinProcessor(this, fill, context);
    }

    // Only points of one group meet.
    private void WarnOfStrangers(IReadOnlyList<KnownData> inputs, NodeFlow flow)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            var (groups, first) = (inputs[i].Groups, inputs[0].Groups);
            if (Dimensions.Count > 0 && groups.IsExact && Dimensions.FirstOrDefault(tag => !groups.Tags.Contains(tag)) is { } lacking)
            {
                flow.Warning(
                    "TS3683", $"on() joins by '{lacking}', and '{Prefixes[i]}' is grouped by {groups.Words}: its points meet none of the others",
                    $"group '{Prefixes[i]}' by '{lacking}' too, or leave it out of on()", "on");
            }
            else if (Dimensions.Count == 0 && groups.NeverMeet(first))
            {
                flow.Warning(
                    "TS3683", $"'{Prefixes[0]}' is grouped by {first.Words} and '{Prefixes[i]}' by {groups.Words}: their points never meet",
                    "group both by the same tags, or name the tags of both to join by: .on('tag')");
            }
            else if (groups.IsByName && first.IsByName && inputs[0].Measurement is { } one && inputs[i].Measurement is { } other && one != other)
            {
                flow.Warning("TS3683", $"'{Prefixes[0]}' and '{Prefixes[i]}' are grouped by measurement, '{one}' and '{other}': their points never meet", "do not group them by measurement");
            }
        }
    }
}
