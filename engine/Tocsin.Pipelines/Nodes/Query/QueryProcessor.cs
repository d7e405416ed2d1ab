using Microsoft.Extensions.Logging;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>Asks an InfluxDB and passes its answers on.</summary>
internal sealed class QueryProcessor : Processor, IBatchSource
{
    private readonly ScheduledNode _node;
    private readonly IQuestion _question;
    private readonly NodeCounter _batches;
    private readonly NodeCounter _points;
    private readonly NodeCounter _errors;

    public QueryProcessor(ScheduledNode node, NodeContext context, IQuestion question)
        : base(context)
    {
        _node = node;
        _question = question;
        Ticks = node.TicksIn(context.Services.Zone);
        _batches = context.Stats.AddCounter("batches_queried");
        _points = context.Stats.AddCounter("points_queried");
        _errors = context.Stats.AddCounter("query_errors");
    }

    public ITicks Ticks { get; }

    public string? Obstacle => Context.Services.QueryAnswers is null && Context.Services.Influx.WhyNot(_node.Cluster) is { } why ? $"{Name}: {why}" : null;

    public long StopOf(long tick) => tick - _node.Offset.Nanoseconds;

    public async Task<BatchAnswer> AskAsync(long tick, bool isLive, CancellationToken cancellationToken)
    {
        var stop = StopOf(tick);
        var start = stop - _node.Period.Nanoseconds;
        using var rows = new AnswerRows(Context.Services.Series, Context.Services.AnswerMemory)
        {
            Stop = stop,
            EndsWithPoints = _question.EndsWithPoints,
            KeepsIntegers = _question.KeepsIntegers,
            IsByName = _question.IsByName,
        };
        if (Context.Services.QueryAnswers is { } given)
            given.Answer(new QueryAsked(Context.TaskId, Name, start, stop) { Measurements = _question.Measurements, Columns = _question.Columns, Tags = _question.Tags }, rows);
        else
            await AskAsync(start, stop, isLive, rows, cancellationToken).ConfigureAwait(false);
        return rows.Take();
    }

    private Task AskAsync(long start, long stop, bool isLive, AnswerRows rows, CancellationToken cancellationToken)
    {
        var cluster = Context.Services.Influx.Find(_node.Cluster);
        if (Context.Logger.IsEnabled(LogLevel.Debug))
            QueryLog.Asks(Context.Logger, Context.TaskId, Name, cluster.Name, _question.TextFor(start, stop, isLive));
        return cluster.AskAsync(client => _question.AskAsync(client, start, stop, isLive, rows, cancellationToken), cancellationToken);
    }

    public void Deliver(IReadOnlyList<SourceBatch> batches, ExecutionClock clock)
    {
        foreach (var batch in batches)
        {
            _batches.Value++;
            _points.Value += batch.Points.Count;
            clock.NextMessage();
            if (batch.In(Context.Groups) is { } grouped)
                Emit(grouped);
            else
                Fail("refused a new group", Context.Groups.Fullness);
        }
    }

    public void Miss(string what, string why)
    {
        _errors.Value++;
        Fail(what, why);
    }
}
