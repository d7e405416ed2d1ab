using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;
using Tocsin.Server.Histories;

namespace Tocsin.Server.Backtests;

/// <summary>Puts a file of data through a script in an engine of its own. Nobody is notified, and nothing is kept.</summary>
/// <param name="input">Line protocol with times in nanoseconds, or a recording.</param>
/// <param name="days">Over how many days the data goes; 0 when that is not known.</param>
internal sealed class Backtest(TrialSettings settings, string input, double days)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <exception cref="DefinitionException">The script is refused.</exception>
    /// <exception cref="BacktestException">The data is not for the script, or cannot be read.</exception>
    public async Task<BacktestSide> RunAsync(TaskChange change, CancellationToken cancellationToken)
    {
        var trial = await Trial.StartAsync(settings).ConfigureAwait(false);
        await using (trial.ConfigureAwait(false))
        {
            var task = await trial.DefineAsync(change).ConfigureAwait(false);
            var badLines = await FeedAsync(trial, task, cancellationToken).ConfigureAwait(false);
            var record = await trial.FinishAsync(Limit, cancellationToken).ConfigureAwait(false);
            var history = AlertHistory.Of(task.Id, record.Entries.Select(entry => entry.Event).OfType<AlertEvent>(), days);
            return new BacktestSide(new SourceText(task.Script), history, [.. task.Warnings, .. record.Unreached], badLines, record.Stats.GetValueOrDefault(task.Id));
        }
    }

    private async Task<IReadOnlyList<LineError>> FeedAsync(Trial trial, TaskDefinition task, CancellationToken cancellationToken)
    {
        var type = RecordedFile.TypeOf(input);
        if ((task.Type == EdgeKind.Batch) != (type == EdgeKind.Batch))
        {
            throw new BacktestException(task.Type == EdgeKind.Batch
                ? "it is a batch script, and its data is what an InfluxDB answers: give from and to, or a recording of batches"
                : "it is a stream script, and the data is a recording of batches: give points, or a recording of a stream");
        }

        if (type != EdgeKind.None)
        {
            try
            {
                await trial.PlayAsync(input, task.Id, task.Dbrps[0], cancellationToken).ConfigureAwait(false);
                return [];
            }
            catch (InvalidDataException problem)
            {
                throw new BacktestException(problem.Message);
            }
        }

        var lines = File.OpenRead(input);
        await using (lines.ConfigureAwait(false))
            return await trial.FeedAsync(lines, task.Dbrps[0], static _ => { }, cancellationToken).ConfigureAwait(false);
    }
}
