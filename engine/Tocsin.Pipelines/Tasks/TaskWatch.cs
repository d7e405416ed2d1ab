using System.Buffers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.Json;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Watches what the nodes of a task make of some data. A task that nobody watches is as fast as ever.</summary>
/// <param name="pipelines">The pipelines of all loops of the task.</param>
/// <param name="tags">Tags that the data must have, as long as it has tags of these names.</param>
internal sealed class TaskWatch(IReadOnlyList<Pipeline> pipelines, IReadOnlyDictionary<string, string> tags) : IEdgeTap
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sighting> _seen = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Watches until an alert node has seen such data, or the time is over.</summary>
    /// <returns>All nodes, parents before their children; null when somebody else watches.</returns>
    public Task<IReadOnlyList<WatchedNode>?> RunAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken) =>
        RunAsync(() => _reached.Task.WaitAsync(wait, time, cancellationToken));

    /// <summary>Watches as long as something goes on.</summary>
    /// <returns>The same.</returns>
    public async Task<IReadOnlyList<WatchedNode>?> RunAsync(Func<Task> whatGoesOn)
    {
        if (pipelines.SelectMany(pipeline => pipeline.Edges).Any(edge => edge.Tap is not null))
            return null;
        Post(edge => edge.Tap ??= this);
        try
        {
            await whatGoesOn().ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // That nothing came is an answer, too.
        }
        finally
        {
            Post(edge => edge.Tap = ReferenceEquals(edge.Tap, this) ? null : edge.Tap);
        }

        lock (_gate)
            return [.. pipelines[0].Graph.Nodes.Select(Describe)];
    }

    void IEdgeTap.Passed(Edge edge, Point point, Group group) => See(edge, point, group);

    void IEdgeTap.Passed(Edge edge, Batch batch)
    {
        if (batch.Points.Count > 0)
            See(edge, batch.Points[^1], batch.Group);
    }

    private void See(Edge edge, Point point, Group group)
    {
        if (!Matches(edge, point.Tags))
            return;
        var why = Explain(edge.Child, point, group);
        var json = new ArrayBufferWriter<byte>();
        var isWritten = SeriesJson.TryWriteRow(json, point);
        lock (_gate)
        {
            var sighting = Of(edge.Child.Name);
            sighting.Came++;
            sighting.Last = isWritten ? json.WrittenMemory : default;
            sighting.Why = why;
            Of(edge.Parent.Name).Went++;
        }

        if (edge.Child is AlertProcessor)
            _reached.TrySetResult();
    }

    // The data goes on whatever becomes of the explanation.
    private static string[] Explain(Processor node, Point point, Group group)
    {
        try
        {
            return [.. node.Explain(point, group)];
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            return [$"what it made of it cannot be said: {problem.Message}"];
        }
    }

    // Behind a node that joins groups a tag may be gone: the data is still among it.
    private bool Matches(Edge edge, TagSet own)
    {
        foreach (var (name, value) in tags)
        {
            var found = own.Find(name);
            if (found is null ? edge.Parent is ISourceProcessor : found != value)
                return false;
        }

        return true;
    }

    private Sighting Of(string node)
    {
        if (!_seen.TryGetValue(node, out var sighting))
            _seen.Add(node, sighting = new Sighting());
        return sighting;
    }

    private WatchedNode Describe(GraphNode node)
    {
        var sighting = _seen.GetValueOrDefault(node.Name) ?? new Sighting();
        var place = pipelines[0].Graph.Source?.PositionOf(node.Span.Start).ToString() ?? "";
        return new WatchedNode(node.Name, place, sighting.Came, sighting.Went)
        {
            CameEver = pipelines.SelectMany(pipeline => pipeline.Edges).Where(edge => edge.Child.Name == node.Name).Sum(edge => edge.Count),
            HasChildren = node.Children.Count > 0,
            Last = sighting.Last,
            Why = sighting.Why,
        };
    }

    private void Post(Action<Edge> change)
    {
        foreach (var pipeline in pipelines)
        {
            pipeline.Post(() =>
            {
                foreach (var edge in pipeline.Edges)
                    change(edge);
            });
        }
    }

    private sealed class Sighting
    {
        public long Came { get; set; }

        public long Went { get; set; }

        public ReadOnlyMemory<byte> Last { get; set; }

        public IReadOnlyList<string> Why { get; set; } = [];
    }
}
