using System.Globalization;
using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A running task as a DOT graph with its counters, as attributes or as labels.</summary>
internal static class RunningDot
{
    public static string Write(RunningTask task, bool hasLabels)
    {
        var pipeline = task.Pipeline;
        var stats = task.ReadStats();
        var unit = pipeline.Graph.Type == EdgeKind.Batch ? "batches" : "points";
        var rate = stats.Throughput.ToString("0.00", CultureInfo.InvariantCulture);
        var dot = new StringBuilder();
        dot.Append("digraph ").Append(task.Id).Append(" {\n");
        dot.Append(hasLabels
            ? $"graph [label=\"Throughput: {rate} {unit}/s\" forcelabels=true pad=\"0.8,0.5\"];\n\n"
            : $"graph [throughput=\"{rate} {unit}/s\"];\n\n");
        var isFirst = true;
        foreach (var (node, place) in stats.Nodes.Zip(pipeline.Graph.Nodes))
        {
            if (place.Provides == EdgeKind.None && place.Descriptor.Wants == EdgeKind.None)
                continue; // The source of queries does nothing itself.
            if (!isFirst)
                dot.Append('\n');
            isFirst = false;
            AppendNode(dot, node, hasLabels);
            foreach (var edge in stats.Edges.Where(edge => edge.Parent == node.Name))
            {
                var processed = edge.Count.ToString(CultureInfo.InvariantCulture);
                dot.Append(node.Name).Append(" -> ").Append(edge.Child);
                dot.Append(hasLabels ? $" [label=\"processed={processed}\"];\n" : $" [processed=\"{processed}\"];\n");
            }
        }

        return dot.Append('}').ToString();
    }

    private static void AppendNode(StringBuilder dot, TaskStats.NodeValues node, bool hasLabels)
    {
        var shown = node.Values
            .Where(value => value.Name is not ("collected" or "emitted"))
            .OrderBy(value => value.Name, StringComparer.Ordinal)
            .Select(value => (value.Name, Text: value.Name == "avg_exec_time_ns"
                ? DurationText.Long(value.Value)
                : value.Value.ToString(CultureInfo.InvariantCulture)));
        dot.Append(node.Name).Append(hasLabels ? " [xlabel=\"" : " [");
        dot.Append(hasLabels
            ? string.Join("\\r", shown.Select(value => $"{value.Name}={value.Text}")) + "\""
            : string.Concat(shown.Select(value => $"{value.Name}=\"{value.Text}\" ")));
        dot.Append("];\n");
    }
}
