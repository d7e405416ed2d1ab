using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>Plays what the queries of the task answer for a span of time that has passed.</summary>
/// <param name="most">Queries that may be made.</param>
internal sealed class LiveBatchSource(TaskRegistry tasks, TaskDefinition task, long start, long stop, int most) : IReplaySource
{
    private double _progress;

    public double Progress => Volatile.Read(ref _progress);

    public async Task PlayAsync(ReplayTarget target, CancellationToken cancellationToken)
    {
        using var queries = tasks.QueriesOf(task);
        foreach (var (query, tick) in new BatchTicks(queries, start, stop, most).InOrder())
        {
            using var answer = await queries.AskAsync(query, tick, cancellationToken).ConfigureAwait(false);
            foreach (var batch in answer.Batches)
                await target.DeliverAsync(query, batch, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _progress, stop > start ? Math.Clamp(((double)tick - start) / ((double)stop - start), 0, 1) : 0);
        }
    }
}
