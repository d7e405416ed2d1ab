using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Inhibition;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>
/// One replay while it runs: the task, as it is defined, among tasks of its own, so that it neither reads what is written meanwhile nor writes
/// to other tasks. Its alerts are real: they go to the handlers of its nodes, and to the topics that it names.
/// </summary>
internal sealed class ReplayRun(TaskReplay replay, TaskDefinition task, IReplaySource source, ScriptCompiler compiler, TaskServices services, int mostSeries)
{
    /// <summary>How long a replay that is ended may work off what it was given.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>Has the task while it runs.</summary>
    public TaskMaster Master { get; } = new();

    public string TaskId => task.Id;

    public double Progress => source.Progress;

    /// <summary>Plays the data to its end.</summary>
    /// <returns>The counters of the task when all was played.</returns>
    /// <exception cref="ReplayException">It could not.</exception>
    public async Task<TaskStats> RunAsync(CancellationToken cancellationToken)
    {
        var own = services with
        {
            Run = replay.Id,
            Series = new SeriesTable(mostSeries),
            Inhibitors = new InhibitorSet(), // Alerts of the past mute nobody.
            TimePassesWithData = replay.Clock == ReplayClock.Fast,
            MostLoops = new LiveSetting<int>(1), // The same data leads to the same events in the same order.
            Shadows = null,
            Blind = null, // Played data is none that comes.
            Store = null, // What its nodes know is over with it.
            Journal = null,
            State = new LiveSetting<StateOptions>(new StateOptions { Every = TimeSpan.Zero }),
        };
        ReplayTarget? target = null;
        var running = Start(own, why => target?.Fail(why));
        target = new ReplayTarget(running, Master, own.Series, new ReplayTimes(replay.Clock, replay.KeepsTimes, services.Time));
        var isPlayed = false;
        try
        {
            await PlayAsync(target, cancellationToken).ConfigureAwait(false);
            isPlayed = true;
            return running.ReadStats();
        }
        finally
        {
            Master.Remove(running);
            await running.StopAsync(isPlayed ? Timeout.InfiniteTimeSpan : StopPatience, isEnd: isPlayed).ConfigureAwait(false);
            services.Alerts.DeleteTask(task.Id, replay.Id);
        }
    }

    private RunningTask Start(TaskServices own, Action<string> failed)
    {
        try
        {
            var running = new TaskMaker(compiler, Master, own) { Failed = (_, why, _) => failed(why) }.Make(task);
            running.Start();
            Master.Add(running);
            return running;
        }
        catch (Exception problem)
        {
            // Whatever it is, a plugin's mistake perhaps.
            throw new ReplayException("task start", problem.Message);
        }
    }

    private async Task PlayAsync(ReplayTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await source.PlayAsync(target, cancellationToken).ConfigureAwait(false);
            await target.WhenPassedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not (ReplayException or OperationCanceledException))
        {
            throw new ReplayException("running replay", problem.Message);
        }
    }
}
