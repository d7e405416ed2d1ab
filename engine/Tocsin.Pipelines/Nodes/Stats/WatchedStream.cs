using System.Security.Cryptography;
using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Nodes.GroupBy;
using Tocsin.Pipelines.Nodes.Where;

namespace Tocsin.Pipelines.Nodes.Stats;

/// <summary>What is known of the data that leaves a node, before there is any.</summary>
internal static class WatchedStream
{
    /// <summary>A short text that is the same as long as the data is chosen and grouped in the same way above the node.</summary>
    public static string KeyOf(GraphNode node)
    {
        var text = new StringBuilder();
        Describe(node, text, []);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>The keys of all streams of a graph whose groups are remembered.</summary>
    public static IReadOnlyList<string> Remembered(PipelineGraph graph) =>
    [
        .. graph.Nodes.Select(node => node.Definition).OfType<StatsNode>().Where(stats => stats.RemembersGroups)
            .Select(stats => KeyOf(stats.Watched!)), // A linked node has what it watches.
    ];

    /// <summary>True when the data comes in groups, so that points of no group are none of its points.</summary>
    public static bool IsGrouped(GraphNode node) => node.Definition switch
    {
        FromNode from => !from.Grouping.IsNone,
        GroupByNode groupBy => !groupBy.Grouping.IsNone,
        StatsNode stats => IsGrouped(stats.Watched!), // A linked node has what it watches.
        _ => node.Parents.Any(IsGrouped),
    };

    private static void Describe(GraphNode node, StringBuilder text, HashSet<GraphNode> seen)
    {
        if (!seen.Add(node))
            return;
        text.Append('|').Append(node.Descriptor.Name);
        switch (node.Definition)
        {
            case FromNode from:
                text.Append(' ').Append(from.Database).Append('.').Append(from.RetentionPolicy).Append('.').Append(from.Measurement)
                    .Append(' ').Append(from.Grouping.Text).Append(' ').Append(TextOf(from.Condition));
                break;
            case GroupByNode groupBy:
                text.Append(' ').Append(groupBy.Grouping.Text);
                break;
            case WhereNode where:
                text.Append(' ').Append(TextOf(where.Condition));
                break;
        }

        foreach (var parent in node.Parents)
            Describe(parent, text, seen);
    }

    private static string TextOf(LambdaExpression? lambda) => lambda is null ? "" : Formatter.Format(lambda.Body);
}
