using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>Plays what a query answers: its batches to a task that takes batches, else its points by time.</summary>
/// <param name="cluster">Whom to ask; empty for the default.</param>
/// <param name="type">What the task takes.</param>
internal sealed class LiveQuerySource(QueryAnswers answers, string query, string cluster, EdgeKind type) : IReplaySource
{
    private const int PointsAtOnce = 1000;

    public double Progress => 0;

    public async Task PlayAsync(ReplayTarget target, CancellationToken cancellationToken)
    {
        var (answer, source) = await answers.AskAsync(query, cluster, target.Series, cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            if (type == EdgeKind.Batch)
                await PlayBatchesAsync(answer.Batches, target, cancellationToken).ConfigureAwait(false);
            else
                await PlayPointsAsync(answer.Batches, source, target, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task PlayBatchesAsync(IReadOnlyList<SourceBatch> batches, ReplayTarget target, CancellationToken cancellationToken)
    {
        target.CheckQueries(1);
        foreach (var batch in batches)
            await target.DeliverAsync(0, batch, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PlayPointsAsync(IReadOnlyList<SourceBatch> batches, Dbrp source, ReplayTarget target, CancellationToken cancellationToken)
    {
        foreach (var points in QueryAnswers.InOrder(batches, source, target.Series).Chunk(target.Times.Waits ? 1 : PointsAtOnce))
        {
            var written = PointBatch.Rent(points[0].Series.Origin);
            foreach (var point in points)
                written.Add(point);
            await target.WriteAsync(written, cancellationToken).ConfigureAwait(false);
        }
    }
}
