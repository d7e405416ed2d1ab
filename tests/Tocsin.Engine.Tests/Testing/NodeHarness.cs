using System.Reflection;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>
/// Runs nodes without a script or a server: a test feeds points as lines with times in seconds, batches, barriers, and reads what leaves
/// the last node as text (<see cref="Print"/>). Points arrive as those of a write do: they are used again after the call.
/// </summary>
internal sealed class NodeHarness : IPipelineHost
{
    private static readonly MemberDescriptor NoCall = new() { Name = "", Parameters = [], Invoke = (_, _) => null };

    private readonly FeedNode[] _feeds;
    private readonly CollectNode _end = new();
    private readonly Pipeline _pipeline;
    private readonly LogLines _log = new();
    private readonly SeriesTable _series = new();
    private readonly Queue<Action> _posted = [];
    private Dimensions _dimensions = Dimensions.None;

    private NodeHarness(
        EdgeKind kind, int parents, Func<GraphNode[], ProcessingNode[]> chain, TimeProvider time, AlertSystem? alerts = null, Func<TaskServices, TaskServices>? with = null)
    {
        _feeds = [.. Enumerable.Range(0, parents).Select(_ => kind == EdgeKind.Batch ? new BatchFeedNode() : new FeedNode())];
        var graph = BuildGraph(chain);
        var services = new TaskServices
        {
            LoggerFactory = _log,
            Series = _series,
            Http = new HttpClient(),
            Time = time,
            Handlers = new NodeHandlers(new HandlerMaker(
                () => HandlerKinds.BuiltIn, new HandlerServices { Http = new HttpClient() }, new HandlerContext(), CrashGuard.None)),
        };
        if (alerts is not null)
            services = services with { Alerts = alerts };
        services = with?.Invoke(services) ?? services;
        services = services with { State = new LiveSetting<StateOptions>(new StateOptions()) };
        _pipeline = new Pipeline("test", graph, [], services, this);
        _pipeline.Start();
    }

    /// <summary>What left the last node, in its order.</summary>
    public IReadOnlyList<string> Emitted => _end.Lines;

    public IReadOnlyList<Point> EmittedPoints => _end.Points;

    public IReadOnlyList<Batch> EmittedBatches => _end.Batches;

    /// <summary>What was logged.</summary>
    public IReadOnlyList<string> Logged => _log.Lines;

    public int Parents => _feeds.Length;

    public bool TakesBatches => _feeds[0] is BatchFeedNode;

    /// <summary>The processors of which something is written down.</summary>
    public IEnumerable<Processor> KeepingProcessors => _pipeline.State.Nodes.Nodes.Select(node => node.Processor);

    /// <summary>Counters of the first node under test.</summary>
    public NodeStats Stats => _pipeline.ProcessorOf(Nodes[_feeds.Length]).Stats;

    public IReadOnlyList<GraphNode> Nodes => _pipeline.Graph.Nodes;

    /// <summary>Nodes one after the other below a stream.</summary>
    public static NodeHarness OnStream(params ProcessingNode[] chain) => new(EdgeKind.Stream, 1, _ => chain, TimeProvider.System);

    /// <summary>Nodes one after the other below a source of batches.</summary>
    public static NodeHarness OnBatches(params ProcessingNode[] chain) => new(EdgeKind.Batch, 1, _ => chain, TimeProvider.System);

    /// <summary>The same by another clock.</summary>
    public static NodeHarness OnStream(TimeProvider time, params ProcessingNode[] chain) => new(EdgeKind.Stream, 1, _ => chain, time);

    /// <summary>The same by another clock.</summary>
    public static NodeHarness OnBatches(TimeProvider time, params ProcessingNode[] chain) => new(EdgeKind.Batch, 1, _ => chain, time);

    /// <summary>The same with other services.</summary>
    public static NodeHarness OnStream(TimeProvider time, Func<TaskServices, TaskServices> with, ProcessingNode node) => new(EdgeKind.Stream, 1, _ => [node], time, with: with);

    /// <summary>The same with other services.</summary>
    public static NodeHarness OnBatches(TimeProvider time, Func<TaskServices, TaskServices> with, ProcessingNode node) => new(EdgeKind.Batch, 1, _ => [node], time, with: with);

    /// <summary>Nodes whose alerts go to topics.</summary>
    public static NodeHarness OnStream(AlertSystem alerts, params ProcessingNode[] chain) =>
        new(EdgeKind.Stream, 1, _ => chain, TimeProvider.System, alerts);

    /// <summary>A node below several parents; it gets all but the first as arguments.</summary>
    public static NodeHarness OfParents(EdgeKind kind, int parents, Func<GraphNode[], ProcessingNode> node) =>
        new(kind, parents, others => [node(others)], TimeProvider.System);

    /// <summary>Groups what is fed from now on.</summary>
    public NodeHarness GroupedBy(params string[] tags) => GroupedBy(false, tags);

    /// <summary>Groups what is fed from now on, by the measurement too if wanted.</summary>
    public NodeHarness GroupedBy(bool byName, params string[] tags)
    {
        _dimensions = new Dimensions(byName, tags);
        return this;
    }

    /// <summary>Feeds points to the first parent.</summary>
    public NodeHarness Points(params string[] lines) => PointsTo(0, lines);

    /// <summary>Feeds points to the n-th parent.</summary>
    public NodeHarness PointsTo(int parent, params string[] lines)
    {
        foreach (var line in lines)
        {
            using var read = Read(line);
            foreach (var point in read.Batch.Points)
                _feeds[parent].Feed.Push(point, GroupOf(point.Name, point.Tags));
        }

        return this;
    }

    /// <summary>Feeds a point that line protocol cannot write to the first parent.</summary>
    public NodeHarness Feed(Point point)
    {
        _feeds[0].Feed.Push(point, GroupOf(point.Name, point.Tags));
        return this;
    }

    /// <summary>Feeds a batch to the first parent; its name and group are those of its first point.</summary>
    public NodeHarness Batch(double time, params string[] lines) => BatchTo(0, time, lines);

    /// <summary>Feeds a batch to the n-th parent; its name and group are those of its first point.</summary>
    public NodeHarness BatchTo(int parent, double time, params string[] lines)
    {
        using var read = Read(string.Join('\n', lines));
        var points = read.Batch.Points.ToArray().Select(point => point.Keep()).ToArray();
        _feeds[parent].Feed.Push(new Batch(points[0].Name, GroupOf(points[0].Name, points[0].Tags), Nanoseconds(time), points));
        return this;
    }

    /// <summary>Feeds a batch of an answer to the first parent.</summary>
    public NodeHarness Feed(SourceBatch batch)
    {
        _feeds[0].Feed.Push(batch.In(_feeds[0].Feed.Groups)!); // There is room for its group.
        return this;
    }

    /// <summary>Feeds a batch without points.</summary>
    public NodeHarness EmptyBatch(int parent, string name, double time, params (string Tag, string Value)[] tags)
    {
        _feeds[parent].Feed.Push(new Batch(name, GroupOf(name, TagsOf(tags)), Nanoseconds(time), []));
        return this;
    }

    public NodeHarness Barrier(double time, params (string Tag, string Value)[] tags) => BarrierTo(0, time, tags);

    public NodeHarness BarrierTo(int parent, double time, params (string Tag, string Value)[] tags)
    {
        _feeds[parent].Feed.PushBarrier(GroupOf("", TagsOf(tags)), Nanoseconds(time));
        return this;
    }

    public NodeHarness DeleteGroup(params (string Tag, string Value)[] tags)
    {
        _feeds[0].Feed.PushDeleteGroup(GroupOf("", TagsOf(tags)));
        return this;
    }

    /// <summary>Runs what timers have posted for the pipeline's thread.</summary>
    public NodeHarness RunPosted()
    {
        while (_posted.TryDequeue(out var action))
            action();
        return this;
    }

    /// <summary>What the nodes keep, as it is written down: what changed since the last time, or all of it.</summary>
    public IReadOnlyList<byte[]> SaveState(bool isWhole = true) => _pipeline.State.Save(isWhole, long.MaxValue, out _);

    /// <summary>Goes on from what another harness wrote down, the newest first.</summary>
    /// <returns>What could not be taken up.</returns>
    public IReadOnlyList<string> LoadState(IEnumerable<byte[]> parts) => _pipeline.State.Load(parts).Problems;

    public NodeHarness Stop()
    {
        _pipeline.Stop();
        return this;
    }

    void IPipelineHost.Post(Action action) => _posted.Enqueue(action);

    bool IPipelineHost.Write(PointBatch batch)
    {
        batch.Release();
        return true;
    }

    private PipelineGraph BuildGraph(Func<GraphNode[], ProcessingNode[]> chain)
    {
        var nodes = new List<GraphNode>();
        var feeds = _feeds.Select(feed => Add(feed, [])).ToArray();
        var last = feeds;
        foreach (var definition in chain(feeds[1..]))
            last = [Add(definition, last)];
        if (last is not [{ Provides: EdgeKind.None }])
            Add(_end, last);
        return new PipelineGraph { Type = EdgeKind.Stream, Nodes = nodes };

        GraphNode Add(ProcessingNode definition, GraphNode[] parents)
        {
            var builder = new GraphBuilder(new NodeCatalog([Describe(definition)]));
            var node = builder.Add(definition, default(TextSpan), parents);
            nodes.Add(node);
            return node;
        }
    }

    private static NodeDescriptor Describe(ProcessingNode definition)
    {
        var attribute = definition.GetType().GetCustomAttribute<NodeAttribute>();
        var isFeed = definition is FeedNode;
        return new NodeDescriptor
        {
            Name = attribute?.Name ?? definition.GetType().Name,
            Kind = attribute?.Kind ?? attribute?.Name ?? definition.GetType().Name,
            DefinitionType = definition.GetType(),
            Wants = isFeed ? EdgeKind.None : attribute?.Wants ?? EdgeKind.Any,
            Provides = definition is BatchFeedNode ? EdgeKind.Batch : isFeed ? EdgeKind.Stream : attribute?.Provides ?? EdgeKind.Any,
            TakesParents = attribute?.TakesParents ?? false,
            Constructor = NoCall,
            Members = new ObjectDescriptor("", []),
        };
    }

    private Group GroupOf(string name, TagSet tags) => _feeds[0].Feed.Groups.Find(_dimensions, name, tags);

    private static TagSet TagsOf((string Tag, string Value)[] tags) =>
        TagSet.From(tags.Select(tag => KeyValuePair.Create(tag.Tag, tag.Value)));

    private static long Nanoseconds(double seconds) => (long)(seconds * Duration.Second);

    private ReadLines Read(string text)
    {
        // Times are seconds with a fraction, which line protocol has not.
        var lines = text.Split('\n').Select(line =>
        {
            var at = line.LastIndexOf(' ');
            return string.Concat(line.AsSpan(0, at + 1), Nanoseconds(double.Parse(line.AsSpan(at + 1))).ToString());
        });
        var batch = PointBatch.Rent(_series.OriginOf("db", "rp"));
        var errors = LineProtocolReader.Read(Encoding.UTF8.GetBytes(string.Join('\n', lines)), _series, batch, Precision.Nanosecond, 0);
        errors.Should().BeEmpty();
        return new ReadLines(batch);
    }

    private readonly record struct ReadLines(PointBatch Batch) : IDisposable
    {
        public void Dispose() => Batch.Release();
    }
}
