using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings;

/// <summary>Records what the queries of a batch task answer for a span of time, tick by tick as its schedules would have made them.</summary>
internal sealed class BatchRecorder(TaskDefinition task, DateTimeOffset start, DateTimeOffset stop, RecordingServices services)
{
    /// <exception cref="InvalidOperationException">The task makes no queries.</exception>
    public async Task RunAsync(BoundedFile file, CancellationToken cancellationToken)
    {
        using var writer = new BatchFileWriter(file);
        if (task.Type != EdgeKind.Batch)
            throw new InvalidOperationException($"wrong task type: task {task.Id} takes a stream and makes no queries");
        using var queries = services.Tasks.QueriesOf(task);
        var ticks = new BatchTicks(queries, Instant.From(start).UnixNanoseconds, Instant.From(stop).UnixNanoseconds, services.Options.Current.Queries);
        for (var query = 0; query < queries.Count; query++)
        {
            writer.BeginQuery();
            foreach (var tick in ticks.Of(query))
            {
                using var answer = await queries.AskAsync(query, tick, cancellationToken).ConfigureAwait(false);
                foreach (var batch in answer.Batches)
                    writer.Write(batch);
            }
        }
    }
}
