using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Benchmarks.Workloads;

/// <summary>The pipeline of a script on the caller's thread, without queue, store and network.</summary>
internal sealed class ScriptPipeline : IPipelineHost
{
    private readonly SeriesTable _series = new();
    private readonly Pipeline _pipeline;

    public ScriptPipeline(string script, FunctionSet? functions = null)
    {
        var http = new HttpClient();
        var compiler = new ScriptCompiler(() => ScriptVocabulary.Of(HandlerKinds.BuiltIn, functions ?? FunctionSet.Empty));
        var bound = compiler.Compile(script, new Dictionary<string, Dsl.Binding.ScriptVar>(), isTemplate: false);
        var services = new TaskServices
        {
            LoggerFactory = NullLoggerFactory.Instance,
            Series = _series,
            Http = http,
            Handlers = new NodeHandlers(new HandlerMaker(
                () => HandlerKinds.BuiltIn,
                new HandlerServices { Http = http },
                new HandlerContext { Hostname = "localhost", ServerUrl = new Uri("http://localhost:9092/kapacitor/v1") },
                CrashGuard.None)),
        };

        // A script without errors has a graph, and the compiler throws for others.
        _pipeline = new Pipeline("task", bound.Graph!, [Origin], services, this);
        _pipeline.Start();
    }

    public Origin Origin => _series.OriginOf("telegraf", "autogen");

    /// <summary>Messages that failed, over all nodes.</summary>
    public long Errors => _pipeline.Graph.Nodes.Sum(node => _pipeline.ProcessorOf(node).Stats.Errors);

    /// <summary>What was pushed over all edges: grows by at least one for each point taken.</summary>
    public long Messages => _pipeline.Edges.Sum(edge => edge.Count);

    /// <summary>A batch of the points of a body, held by the caller.</summary>
    public PointBatch Read(ReadOnlySpan<byte> body)
    {
        var batch = PointBatch.Rent(Origin);
        var errors = LineProtocolReader.Read(body, _series, batch, Precision.Nanosecond, 0);
        return errors.Count == 0 ? batch : throw new FormatException($"{errors.Count} bad lines, the first: {errors[0]} in {Encoding.UTF8.GetString(body)}");
    }

    /// <summary>Passes points through the pipeline.</summary>
    public void Process(PointBatch batch) => _pipeline.Source.OnWrite(batch.All, _pipeline.Clock);

    /// <summary>Passes points through the pipeline as if they were written later than the last time.</summary>
    public void ProcessLater(PointBatch batch, long nanoseconds)
    {
        foreach (var point in batch.Points)
            point.Time += nanoseconds;
        Process(batch);
    }

    void IPipelineHost.Post(Action action) => action();

    bool IPipelineHost.Write(PointBatch batch)
    {
        batch.Release();
        return true;
    }
}
