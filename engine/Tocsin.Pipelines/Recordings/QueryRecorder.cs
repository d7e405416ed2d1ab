using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Recordings.Files;

namespace Tocsin.Pipelines.Recordings;

/// <summary>Records what one query answers.</summary>
/// <param name="type">What is made of the answer: its batches, or its points by time.</param>
/// <param name="cluster">The InfluxDB; empty for the default.</param>
internal sealed class QueryRecorder(string query, EdgeKind type, string cluster, QueryAnswers answers, int mostSeries)
{
    private readonly SeriesTable _series = new(mostSeries);

    public Task RunAsync(BoundedFile file, CancellationToken cancellationToken) =>
        type == EdgeKind.Batch ? RecordBatchesAsync(file, cancellationToken) : RecordPointsAsync(file, cancellationToken);

    private async Task RecordBatchesAsync(BoundedFile file, CancellationToken cancellationToken)
    {
        using var writer = new BatchFileWriter(file);
        writer.BeginQuery();
        var (answer, _) = await answers.AskAsync(query, cluster, _series, cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            foreach (var batch in answer.Batches)
                writer.Write(batch);
        }
    }

    private async Task RecordPointsAsync(BoundedFile file, CancellationToken cancellationToken)
    {
        using var writer = new StreamFileWriter(file);
        var (answer, source) = await answers.AskAsync(query, cluster, _series, cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            foreach (var point in QueryAnswers.InOrder(answer.Batches, source, _series))
                writer.Write(point);
        }
    }
}
