using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Histories;

namespace Tocsin.Server.Backtests;

/// <summary>Puts data through a script in an engine of its own, on the clock of the data: deadmen and delays happen when they would have. Nobody is notified, and nothing is kept.</summary>
/// <param name="settings">What the script can use; its start is that of the data.</param>
/// <param name="handlers">Handlers of topics, whose notifications are counted; one that cannot be made has none.</param>
internal sealed class Backtest(RehearsalSettings settings, BacktestData data, IReadOnlyList<HandlerSpec> handlers)
{
    /// <param name="progress">Takes how many bytes of a file of line protocol are done.</param>
    /// <exception cref="DefinitionException">The script is refused.</exception>
    /// <exception cref="BacktestException">The data is not for the script, or cannot be read.</exception>
    public async Task<BacktestSide> RunAsync(TaskChange change, Action<long> progress, CancellationToken cancellationToken)
    {
        var start = await data.StartAsync(cancellationToken).ConfigureAwait(false);
        var rehearsal = await Rehearsal.StartAsync(settings with { Start = start, CallsHandlers = false, MakesQueries = false }).ConfigureAwait(false);
        await using (rehearsal.ConfigureAwait(false))
        {
            try
            {
                foreach (var handler in handlers)
                    await rehearsal.Engine.Alerts.Handlers.CreateAsync(handler).ConfigureAwait(false);
                var task = await rehearsal.Engine.Tasks.CreateAsync(change with { IsEnabled = true }).ConfigureAwait(false);
                var badLines = await FeedAsync(rehearsal, task, progress, cancellationToken).ConfigureAwait(false);
                if (data.End is { } end)
                    await rehearsal.AdvanceToAsync(end, cancellationToken).ConfigureAwait(false);
                var ends = await rehearsal.EndTasksAsync().ConfigureAwait(false);
                var record = await rehearsal.TakeAsync(cancellationToken).ConfigureAwait(false);
                var history = AlertHistory.Of(change.Id, record.Raised, data.Days) with { Notifications = NotificationCount.Of(record.Calls) };
                return new BacktestSide(new SourceText(task.Script), history, task.Warnings, ends.Unreached, badLines, ends.Stats.GetValueOrDefault(task.Id));
            }
            catch (Exception problem) when (problem is RehearsalException or InvalidDataException)
            {
                throw new BacktestException(problem.Message);
            }
        }
    }

    private async Task<IReadOnlyList<LineError>> FeedAsync(Rehearsal rehearsal, TaskDefinition task, Action<long> progress, CancellationToken cancellationToken)
    {
        var type = RecordedFile.TypeOf(data.Path);
        if ((task.Type == EdgeKind.Batch) != (type == EdgeKind.Batch))
        {
            throw new BacktestException(task.Type == EdgeKind.Batch
                ? "it is a batch script, and its data is what an InfluxDB answers: give a span of time of one, or a recording of batches"
                : "it is a stream script, and the data is a recording of batches: give points, or a recording of a stream");
        }

        if (type != EdgeKind.None)
        {
            await rehearsal.PlayAsync(data.Path, task.Id, task.Dbrps[0], cancellationToken).ConfigureAwait(false);
            return [];
        }

        var lines = File.OpenRead(data.Path);
        await using (lines.ConfigureAwait(false))
            return await rehearsal.FeedAsync(lines, task.Dbrps[0], progress, cancellationToken).ConfigureAwait(false);
    }
}
