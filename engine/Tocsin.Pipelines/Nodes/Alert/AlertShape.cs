using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Nodes.GroupBy;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>What the ids of a node's alerts are made from: the template, and how the data is chosen and grouped before.</summary>
internal static class AlertShape
{
    /// <summary>A text that is the same as long as the node gives the same data the same ids.</summary>
    public static string Of(GraphNode node)
    {
        var text = new StringBuilder(((AlertNode)node.Definition).Id);
        foreach (var above in node.Ancestors)
        {
            switch (above.Definition)
            {
                case FromNode from:
                    text.Append("|from ").Append(from.Measurement).Append(' ').Append(from.Grouping.Text);
                    break;
                case GroupByNode groupBy:
                    text.Append("|groupBy ").Append(groupBy.Grouping.Text);
                    break;
            }
        }

        return text.ToString();
    }
}
