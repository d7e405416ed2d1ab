using System.Collections.Concurrent;
using Tocsin.Dsl.Data;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.InfluxDBOut;

internal sealed class InfluxDBOutProcessor : Processor, IOutlet
{
    // Far below what InfluxDB takes at once.
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);

    private readonly InfluxDBOutNode _node;
    private readonly OutputUnit _unit;
    private readonly InfluxOutput? _output;
    private readonly OutputListener _listener;
    private readonly NodeCounter _written;
    private readonly NodeCounter _errors;
    private readonly Dictionary<Origin, Buffer> _buffers = [];
    private readonly List<(OutputTarget Target, Task Done)> _onTheirWay = [];
    private readonly ConcurrentQueue<(OutputOutcome Outcome, int Points, string Why)> _outcomes = new();
    private readonly SeriesCache<byte[]> _keys = new();
    private readonly LineProtocolWriter _key = new();
    private Buffer? _last;
    private ITimer? _timer;

    /// <exception cref="TaskStartException">There is no such InfluxDB.</exception>
    public InfluxDBOutProcessor(InfluxDBOutNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _unit = OutputUnit.TryFind(node.Precision) ?? throw new TaskStartException($"{context.NodeName}: there is no precision '{node.Precision}'");
        _written = context.Stats.AddCounter("points_written");
        _errors = context.Stats.AddCounter("write_errors");
        _listener = (outcome, points, why) =>
        {
            _outcomes.Enqueue((outcome, points, why));
            context.Post(Learn);
        };
        _output = OutputOf(node, context);
    }

    public string? WhyFull => _output?.WhyFull;

    public override void OnStart()
    {
        var interval = _node.FlushInterval.ToTimeSpan();
        _timer = Context.Schedule(Flush, interval, interval);
        if (_node is { Creates: true, Database.Length: > 0 })
            Send(new OutputWrite(Source, TargetOf(Origin.None), 0, ReadOnlyMemory<byte>.Empty));
    }

    public override void OnPoint(Point point, Group group) => Add(point, _node.Measurement.Length > 0 ? _node.Measurement : point.Name, point.Series.Origin);

    public override void OnBatch(Batch batch)
    {
        var measurement = _node.Measurement.Length > 0 ? _node.Measurement : batch.Name;
        foreach (var point in batch.Span)
            Add(point, measurement, Origin.None);
    }

    public override void OnBarrier(Group group, long time)
    {
    }

    public override void OnDeleteGroup(Group group)
    {
    }

    public override void OnStop()
    {
        _timer?.Dispose();
        Flush();

        // Whoever reads InfluxDB after the task's end finds all of it there, unless InfluxDB does not answer.
        if (_output is { } output)
            Task.WhenAll(_onTheirWay.Where(write => output.Answers(write.Target)).Select(write => write.Done)).WaitAsync(LastWrites, Context.Services.Time).ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        _output?.Leave(Source, _listener);
        Learn();
    }

    public override void OnAbandon() => _output?.Leave(Source, _listener);

    private string Source => $"{Context.TaskId}/{Context.NodeName}";

    private static InfluxOutput? OutputOf(InfluxDBOutNode node, NodeContext context)
    {
        if (context.Services.Outputs is not { } outputs)
            return null;
        try
        {
            return outputs.For(context.Services.Influx.Find(node.Cluster));
        }
        catch (Exception problem) when (problem is InfluxException or IOException)
        {
            throw new TaskStartException($"{context.NodeName}: {problem.Message}") { Span = context.Node.SpanOf("cluster") };
        }
    }

    private void Add(Point point, string measurement, Origin origin)
    {
        var buffer = BufferOf(origin);
        if (buffer is null)
        {
            Fail("failed to write points to InfluxDB", "there is no database: batches have none of their own, write .database('name')");
            return;
        }

        Context.Services.Written?.Invoke(WrittenOf(point, measurement, buffer.Target));
        buffer.Lines.BeginWith(KeyOf(point, measurement));
        buffer.Lines.Fields(point);
        buffer.Lines.End(point.Time / _unit.Nanoseconds);
        if (buffer.Lines.Lines >= _node.Buffer || buffer.Lines.Written.Length >= MostBytes)
            Flush(buffer);
    }

    private Buffer? BufferOf(Origin origin)
    {
        if (_last is not null && ReferenceEquals(_last.Origin, origin))
            return _last;
        if (_buffers.TryGetValue(origin, out var buffer))
            return _last = buffer;
        var target = TargetOf(origin);
        if (target.Database.Length == 0)
            return null;
        return _last = _buffers[origin] = new Buffer(origin, target);
    }

    private OutputTarget TargetOf(Origin origin) => new(
        _node.Database.Length > 0 ? _node.Database : origin.Database,
        _node.RetentionPolicy.Length > 0 ? _node.RetentionPolicy : origin.RetentionPolicy,
        _node.WriteConsistency,
        _unit.Precision,
        _node.Creates);

    // Measurement and tags of a series are always the same.
    private ReadOnlySpan<byte> KeyOf(Point point, string measurement)
    {
        var isUsual = _node.Measurement.Length > 0 || measurement == point.Name;
        if (isUsual && _keys[point.Series] is { } known)
            return known;
        _key.Clear();
        _key.Begin(measurement);
        foreach (var (tag, value) in TagsOf(point).Pairs())
            _key.Tag(tag, value);
        var key = _key.Written.ToArray();
        if (isUsual)
            _keys.Set(point.Series, key);
        return key;
    }

    private TagSet TagsOf(Point point)
    {
        var tags = point.Tags;
        foreach (var (tag, value) in _node.Tags.Pairs())
            tags = tags.With(tag, value);
        return tags;
    }

    private WrittenPoint WrittenOf(Point point, string measurement, OutputTarget target) => new(
        Source, target, measurement, new TagDictionary(TagsOf(point)), FieldDictionary.Of(point), point.Time / _unit.Nanoseconds * _unit.Nanoseconds);

    private void Flush()
    {
        foreach (var buffer in _buffers.Values)
            Flush(buffer);
    }

    private void Flush(Buffer buffer)
    {
        if (buffer.Lines.Lines == 0)
            return;
        Send(new OutputWrite(Source, buffer.Target, buffer.Lines.Lines, buffer.Lines.Written.ToArray()));
        buffer.Lines.Clear();
    }

    private void Send(OutputWrite write)
    {
        if (_output is null)
        {
            _written.Value += write.Points;
            return;
        }

        _onTheirWay.RemoveAll(static write => write.Done.IsCompleted);
        _onTheirWay.Add((write.Target, _output.AddAsync(write, _listener)));
    }

    private void Learn()
    {
        while (_outcomes.TryDequeue(out var learnt))
            Learn(learnt.Outcome, learnt.Points, learnt.Why);
    }

    private void Learn(OutputOutcome outcome, int points, string why)
    {
        switch (outcome)
        {
            case OutputOutcome.Written:
                _written.Value += points;
                break;
            case OutputOutcome.Kept:
                _errors.Value++;
                Fail("failed to write points to InfluxDB", $"{why}; they are kept and written later");
                break;
            default:
                _errors.Value++;
                Fail("failed to write points to InfluxDB", why);
                break;
        }
    }

    private sealed class Buffer(Origin origin, OutputTarget target)
    {
        public Origin Origin => origin;

        public OutputTarget Target => target;

        public LineProtocolWriter Lines { get; } = new();
    }
}
