using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Nodes.PooledPoints;

/// <summary>The pipeline of a script in which everything that leaves any node is written down.</summary>
internal sealed class WatchedPipeline : IPipelineHost
{
    private readonly List<(string Node, CollectNode End)> _ends = [];
    private readonly Queue<Action> _posted = [];
    private readonly SeriesTable _series = new();
    private readonly Pipeline _pipeline;

    public WatchedPipeline(string script)
    {
        var http = new HttpClient(new AnswerOk());
        var compiler = new ScriptCompiler(() => Extensions.BuiltIn.Vocabulary);
        var graph = compiler.Compile(script, new Dictionary<string, ScriptVar>(), isTemplate: false).Graph!;
        var services = new TaskServices
        {
            LoggerFactory = NullLoggerFactory.Instance,
            Series = _series,
            Time = new FakeTime(),
            Zone = TimeZoneInfo.Utc,
            Http = http,
            Handlers = new NodeHandlers(new HandlerMaker(
                () => HandlerKinds.BuiltIn, new HandlerServices { Http = http }, new HandlerContext(), CrashGuard.None)),
        };
        _pipeline = new Pipeline("task", Watched(graph), [_series.OriginOf("db", "rp")], services, this);
        _pipeline.Start();
    }

    /// <summary>What left each node, in its order.</summary>
    public IEnumerable<string> Seen => _ends.SelectMany(end => end.End.Lines.Select(line => $"{end.Node}: {line}"));

    /// <summary>Messages that failed, by node.</summary>
    public IEnumerable<string> Errors => _pipeline.Graph.Nodes.Select(node => $"{node.Name}: {_pipeline.ProcessorOf(node).Stats.Errors} errors");

    public void Write(string lines, Func<PointBatch, PointBatch> arrange)
    {
        var read = PointBatch.Rent(_series.OriginOf("db", "rp"));
        LineProtocolReader.Read(Encoding.UTF8.GetBytes(lines), _series, read, Precision.Nanosecond, 0);
        var batch = arrange(read);
        _pipeline.Source.OnWrite(batch.All, _pipeline.Clock);
        while (_posted.TryDequeue(out var action))
            action();
        Scribble(batch);
        batch.NeverReuse();
        batch.Release();
    }

    public void Stop() => _pipeline.Stop();

    void IPipelineHost.Post(Action action) => _posted.Enqueue(action);

    bool IPipelineHost.Write(PointBatch batch)
    {
        batch.Release();
        return true;
    }

    /// <summary>What the next write does with points of a batch. Those that last by themselves are nobody's to change.</summary>
    private static void Scribble(PointBatch batch)
    {
        foreach (var point in batch.Points)
        {
            if (!point.IsPooled)
                continue;
            Array.Fill(point.Numbers, BitConverter.DoubleToInt64Bits(-987.5));
            Array.Fill(point.Texts, "of another write");
            point.Time = -1;
        }
    }

    private PipelineGraph Watched(PipelineGraph graph)
    {
        var nodes = new List<GraphNode>(graph.Nodes);
        foreach (var node in graph.Nodes.Where(node => node.Provides != EdgeKind.None))
        {
            var end = new CollectNode();
            var descriptor = new NodeDescriptor
            {
                Name = "collect",
                Kind = "collect",
                DefinitionType = typeof(CollectNode),
                Wants = EdgeKind.Any,
                Provides = EdgeKind.None,
                TakesParents = false,
                Constructor = new MemberDescriptor { Name = "", Parameters = [], Invoke = (_, _) => null },
                Members = new ObjectDescriptor("", []),
            };
            nodes.Add(new GraphBuilder(new NodeCatalog([descriptor])).Add(end, default(TextSpan), [node]));
            _ends.Add((node.Name, end));
        }

        return graph with { Nodes = nodes };
    }

    private sealed class AnswerOk : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}
