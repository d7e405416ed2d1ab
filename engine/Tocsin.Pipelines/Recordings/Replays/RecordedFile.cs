using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>A file with recorded data, of this server or of Kapacitor, that is played to a task as it was recorded, without being one of a server's recordings.</summary>
public static class RecordedFile
{
    private const int PointsAtOnce = 1000;

    // A clock that goes along goes in steps of a second, as long as there are points.
    private const long Step = 1_000_000_000;

    /// <summary>What tasks such a file is for, going by its name: <see cref="EdgeKind.None"/> for one that is not a recording.</summary>
    public static EdgeKind TypeOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".SRPL" => EdgeKind.Stream,
        ".BRPL" => EdgeKind.Batch,
        _ => EdgeKind.None,
    };

    /// <summary>Plays it with the times it was recorded with; ends when all has passed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="task">The task, which makes no queries by itself.</param>
    /// <param name="master">Has the task, and others that take points.</param>
    /// <param name="series">Where series are interned.</param>
    /// <param name="source">Where points count as written to, whatever they were written to.</param>
    /// <param name="until">Lets the time come, in nanoseconds since 1970, at which the next data was written; what came before it has passed then. Null where nobody minds the time.</param>
    /// <exception cref="InvalidDataException">The file cannot be read on, or is not for the task.</exception>
    public static async Task PlayAsync(string path, RunningTask task, TaskMaster master, SeriesTable series, Dbrp source, Func<long, Task>? until, CancellationToken cancellationToken)
    {
        var target = new ReplayTarget(task, master, series, new ReplayTimes(ReplayClock.Fast, keepsTimes: true, TimeProvider.System));
        try
        {
            if (TypeOf(path) == EdgeKind.Batch)
                await PlayBatchesAsync(path, target, until, cancellationToken).ConfigureAwait(false);
            else
                await PlayPointsAsync(path, target, series.OriginOf(source.Database, source.RetentionPolicy), until, cancellationToken).ConfigureAwait(false);
            await target.WhenPassedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ReplayException or RecordingFileException)
        {
            throw new InvalidDataException(problem.Message, problem);
        }
    }

    /// <summary>When the first data of such a file was written, in nanoseconds since 1970; null when it has none, or cannot be read.</summary>
    public static async Task<long?> StartOfAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (TypeOf(path) == EdgeKind.Batch)
            {
                using var batches = new BatchFileReader(path, new SeriesTable());
                return await batches.ReadAsync(cancellationToken).ConfigureAwait(false) is var (_, first) ? first.Time : null;
            }

            using var reader = new StreamFileReader(path, new SeriesTable());
            if (await reader.ReadAsync(1, cancellationToken).ConfigureAwait(false) is not { Count: > 0 } points)
                return null;
            var time = points.Points[0].Time;
            points.Release();
            return time;
        }
        catch (RecordingFileException)
        {
            return null; // What is wrong is said where it is played.
        }
    }

    private static async Task PlayPointsAsync(string path, ReplayTarget target, Origin source, Func<long, Task>? until, CancellationToken cancellationToken)
    {
        using var reader = new StreamFileReader(path, target.Series, source) { Span = until is null ? long.MaxValue : Step };
        while (await reader.ReadAsync(PointsAtOnce, cancellationToken).ConfigureAwait(false) is { } points)
        {
            if (until is not null && points.Count > 0)
            {
                await target.WhenPassedAsync(cancellationToken).ConfigureAwait(false);
                await until(points.Points[0].Time).ConfigureAwait(false);
            }

            await target.WriteAsync(points, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task PlayBatchesAsync(string path, ReplayTarget target, Func<long, Task>? until, CancellationToken cancellationToken)
    {
        using var reader = new BatchFileReader(path, target.Series);
        target.CheckQueries(reader.Queries);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is var (query, batch))
        {
            if (until is not null)
                await until(batch.Time).ConfigureAwait(false);
            await target.DeliverAsync(query, batch, cancellationToken).ConfigureAwait(false);
        }
    }
}
