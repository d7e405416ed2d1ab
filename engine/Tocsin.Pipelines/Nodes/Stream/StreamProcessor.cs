using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Stream;

/// <summary>Passes on the points of which some <c>from()</c> of the script wants the measurement, each once.</summary>
internal sealed class StreamProcessor(NodeContext context) : Processor(context), ISourceProcessor
{
    private static readonly object Wanted = new();
    private static readonly object Unwanted = new();

    private readonly SeriesCache<object> _verdicts = new();
    private readonly HashSet<string> _measurements = [.. FromNodesBelow(context.Node).Select(from => from.Measurement)];

    public void OnWrite(PointBatch batch, ExecutionClock clock)
    {
        foreach (var point in batch.Points)
        {
            if ((_verdicts[point.Series] ?? Judge(point.Series)) != Wanted)
                continue;
            clock.NextMessage();
            Emit(point, Context.Groups.Nil);
        }
    }

    private object Judge(Series series)
    {
        var verdict = _measurements.Contains("") || _measurements.Contains(series.Name) ? Wanted : Unwanted;
        _verdicts.Set(series, verdict);
        return verdict;
    }

    // A from() follows the stream or another from(): no need to look any further.
    private static IEnumerable<FromNode> FromNodesBelow(GraphNode node)
    {
        foreach (var child in node.Children)
        {
            if (child.Definition is not FromNode from)
                continue;
            yield return from;
            foreach (var further in FromNodesBelow(child))
                yield return further;
        }
    }
}
