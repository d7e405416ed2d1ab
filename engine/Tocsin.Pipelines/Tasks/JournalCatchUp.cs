using Microsoft.Extensions.Logging;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Journals;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Gives the tasks of a server that starts what was written after their states were written down, in the order of then, and lets writes in after it.</summary>
internal sealed class JournalCatchUp(Journal journal, TaskMaster master, SeriesTable series, TimeProvider time, ILogger log)
{
    private readonly Dictionary<long, List<JournalTick>> _ticks = [];

    public async Task RunAsync()
    {
        var tasks = master.All;
        var behind = tasks.Where(task => task.CaughtUpTo is not null).ToList();
        if (behind.Count > 0)
        {
            var begin = time.GetTimestamp();
            var (entries, points) = await GiveAsync(behind).ConfigureAwait(false);
            await Task.WhenAll(behind.Select(task => task.EndCatchUpAsync())).ConfigureAwait(false);
            CatchUpLog.CaughtUp(log, behind.Count, entries, points, time.GetElapsedTime(begin).TotalSeconds);
        }

        journal.Begin(tasks.Select(task => task.JournalPosition).DefaultIfEmpty(0).Max());
    }

    private async Task<(long Entries, long Points)> GiveAsync(List<RunningTask> behind)
    {
        var from = behind.Min(task => task.CaughtUpTo!.Value); // Those that are behind are somewhere.
        ReadTicks(from);

        var byId = behind.ToDictionary(task => task.Id, StringComparer.Ordinal);

        // What moved on after the last entry that a state stands for, or before it, which nodes notice.
        foreach (var position in behind.Select(task => task.CaughtUpTo!.Value).Distinct())
            Give(position, byId, static (tick, task) => tick.After == task.CaughtUpTo);
        var (entries, points, before) = (0L, 0L, Task.CompletedTask);
        foreach (var record in journal.Read(from))
        {
            if (record.Entry is not { } entry)
                continue;
            var batch = Read(entry, record.Position);
            (entries, points) = (entries + 1, points + batch.Count);
            var completed = batch.Completed;
            await master.WriteAsync(batch).ConfigureAwait(false);
            Give(record.Position, byId, static (tick, task) => tick.After > task.CaughtUpTo);

            // No more than two are in memory as points. Of what cannot be committed the store tells.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            before = completed;
        }

        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (entries, points);
    }

    private void Give(long position, Dictionary<string, RunningTask> tasks, Func<JournalTick, RunningTask, bool> isNew)
    {
        foreach (var tick in _ticks.GetValueOrDefault(position, []))
        {
            if (tasks.TryGetValue(tick.Task, out var task) && isNew(tick, task))
                task.CatchUp(tick);
        }
    }

    // They stand behind the entry that they come after, somewhere.
    private void ReadTicks(long from)
    {
        foreach (var record in journal.Read(Math.Max(0, from - 1), passesGaps: true))
        {
            if (record.Tick is not { } tick)
                continue;
            if (!_ticks.TryGetValue(tick.After, out var ticks))
                _ticks.Add(tick.After, ticks = []);
            ticks.Add(tick);
        }
    }

    private PointBatch Read(JournalEntry entry, long position)
    {
        var batch = PointBatch.Rent(series.OriginOf(entry.Database, entry.RetentionPolicy));
        (batch.Position, batch.IsCaughtUp) = (position, true);
        foreach (var text in entry.Texts)
            LineProtocolReader.Read(text.Span, series, batch, entry.Precision, entry.Now);
        return batch;
    }
}
