using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>A file with recorded data, of this server or of Kapacitor, that is played to a task as it was recorded, without being one of a server's recordings.</summary>
public static class RecordedFile
{
    private const int PointsAtOnce = 1000;

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
    /// <exception cref="InvalidDataException">The file cannot be read on, or is not for the task.</exception>
    public static async Task PlayAsync(string path, RunningTask task, TaskMaster master, SeriesTable series, Dbrp source, CancellationToken cancellationToken)
    {
        var target = new ReplayTarget(task, master, series, new ReplayTimes(ReplayClock.Fast, keepsTimes: true, TimeProvider.System));
        try
        {
            if (TypeOf(path) == EdgeKind.Batch)
                await PlayBatchesAsync(path, target, cancellationToken).ConfigureAwait(false);
            else
                await PlayPointsAsync(path, target, series.OriginOf(source.Database, source.RetentionPolicy), cancellationToken).ConfigureAwait(false);
            await target.WhenPassedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ReplayException or RecordingFileException)
        {
            throw new InvalidDataException(problem.Message, problem);
        }
    }

    private static async Task PlayPointsAsync(string path, ReplayTarget target, Origin source, CancellationToken cancellationToken)
    {
        using var reader = new StreamFileReader(path, target.Series, source);
        while (await reader.ReadAsync(PointsAtOnce, cancellationToken).ConfigureAwait(false) is { } points)
            await target.WriteAsync(points, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PlayBatchesAsync(string path, ReplayTarget target, CancellationToken cancellationToken)
    {
        using var reader = new BatchFileReader(path, target.Series);
        target.CheckQueries(reader.Queries);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is var (query, batch))
            await target.DeliverAsync(query, batch, cancellationToken).ConfigureAwait(false);
    }
}
