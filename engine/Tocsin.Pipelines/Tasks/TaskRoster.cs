using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Nodes.Stats;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Shadows;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// The tasks as they are kept, in the store and in memory, and as they run. Changed by <see cref="TaskRegistry"/> only, by the change
/// whose turn it is; reading takes no lock.
/// </summary>
internal sealed class TaskRoster(ITaskRecords store, TaskMaker maker, TaskMaster master, RecoveryNotices recoveries, TaskServices services, ChangeGate gate, ILogger logger)
{
    /// <summary>How long a task that is disabled, changed or deleted may work off what it had taken in.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long one after the other is waited for before the rest is stopped together.</summary>
    private static readonly TimeSpan PatienceWithLate = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<UnendedTask, byte> _unended = new();
    private volatile ImmutableSortedDictionary<string, TaskDefinition> _tasks = ImmutableSortedDictionary.Create<string, TaskDefinition>(StringComparer.Ordinal);
    private readonly Dictionary<string, RunningTask> _leaving = new(StringComparer.Ordinal); // By the ids of their successors.

    /// <summary>All tasks by id.</summary>
    public IReadOnlyCollection<TaskDefinition> Tasks => [.. _tasks.Values];

    /// <summary>Tasks that were stopped and do not end.</summary>
    public IReadOnlyCollection<UnendedTask> Unended => [.. _unended.Keys];

    public TaskDefinition? Find(string id) => _tasks.GetValueOrDefault(id);

    /// <summary>Keeps a task, in the store first: what it refuses did not happen.</summary>
    public async Task SaveAsync(TaskDefinition task)
    {
        await store.CommitAsync(writer => writer.SaveTask(TaskRecords.Write(task))).ConfigureAwait(false);
        Publish(null, task);
    }

    /// <summary>
    /// Writes a task and takes it back, in one change: what cannot be stored is refused before anything else happens. For changes that wait when
    /// they meet a full disk, as they cannot be taken back.
    /// </summary>
    /// <param name="task">One whose id the store does not have.</param>
    public Task TryRoomAsync(TaskDefinition task) => store.CommitAsync(writer =>
    {
        writer.SaveTask(TaskRecords.Write(task));
        writer.DeleteTask(task.Id);
    });

    /// <summary>Shows a task, in the place of the one of its id, and one that is gone no longer; the store is not changed.</summary>
    public void Publish(TaskDefinition? gone, TaskDefinition? task)
    {
        var tasks = gone is null ? _tasks : _tasks.Remove(gone.Id);
        _tasks = task is null ? tasks : tasks.SetItem(task.Id, task);
    }

    /// <summary>Shows tasks beside those there are.</summary>
    public void Publish(IReadOnlyList<TaskDefinition> added) => _tasks = _tasks.SetItems(added.Select(task => KeyValuePair.Create(task.Id, task)));

    /// <summary>Makes a task run that is kept.</summary>
    /// <exception cref="DefinitionException">It cannot run; that is kept too.</exception>
    public async Task<TaskDefinition> StartAsync(TaskDefinition task, RunningTask? made = null)
    {
        var started = await RunAsync(task, made).ConfigureAwait(false);
        if (started.IsWaiting)
            Publish(null, started);
        if (started.Error.Length == 0 || started.IsWaiting)
            return started;

        await SaveAsync(started).ConfigureAwait(false);
        throw new DefinitionException(started.IsRefused ? RefusalKind.Invalid : RefusalKind.Failed, started.Error);
    }

    /// <summary>Makes the task run, and closes what it has open from another script; what comes back says whether it runs.</summary>
    /// <param name="made">What was made of it already; null for nothing.</param>
    /// <param name="isNew">True for a definition that no pipeline was made of yet.</param>
    public async Task<TaskDefinition> RunAsync(TaskDefinition task, RunningTask? made = null, bool isNew = false)
    {
        var isSame = task.Ran is { } ran && ran.IsSame(task.Source);

        // The script before is compiled once, for all that is asked of it.
        var before = isSame || task.Ran is null ? [] : recoveries.PlacesBefore(task);
        var moves = before.Count == 0 ? null : NodeMoves.Of(before, recoveries.PlacesIn(task, task.Graph), services.Alerts);
        moves?.Make();
        var (started, graph) = await TryStartAsync(task, made, isNew).ConfigureAwait(false);
        if (graph is null)
            moves?.TakeBack();
        if (graph is null || isSame)
            return started;

        if (task.Ran is not null)
        {
            await recoveries.CloseOrphansAsync(task, graph, before).ConfigureAwait(false);
            var watched = WatchedStream.Remembered(graph);
            await store.CommitAsync(writer =>
            {
                writer.KeepWatchedGroups(task.Id, watched);
                writer.KeepFunctionSnapshots(task.Id, [.. graph.Nodes.Select(node => node.Name)]);
            }).ConfigureAwait(false);
        }

        started = started with { Ran = task.Source };
        await SaveAsync(started).ConfigureAwait(false);
        return started;
    }

    /// <summary>The same for a task that was kept: it runs, also while nothing can be stored.</summary>
    public async Task<TaskDefinition> RunLoadedAsync(TaskDefinition task)
    {
        try
        {
            return await RunAsync(task, isNew: true).ConfigureAwait(false);
        }
        catch (StoreException problem)
        {
            TaskLog.NotNoted(logger, task.Id, problem.Message);
            return task;
        }
    }

    /// <summary>Makes the task run; there is a graph when it does.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<(TaskDefinition Task, PipelineGraph? Graph)> TryStartAsync(TaskDefinition task, RunningTask? made, bool isNew = false)
    {
        try
        {
            var running = made ?? maker.Make(task, isNew);
            if (running.Obstacle is { } obstacle)
            {
                running.Discard();
                TaskLog.Waits(logger, task.Id, obstacle);
                return (task with { Error = obstacle, IsWaiting = true }, null);
            }

            if (running.MayStartSlowly)
                await gate.AsideAsync(Task.Run(running.Start)).ConfigureAwait(false);
            else
                running.Start();
            _leaving.Remove(task.Id, out var before);

            // Before others can write to it: what it is given came before that.
            before?.HandOver(running);
            master.Add(running, before);
            running.StartQueries();
            services.Shadows?.Started(task.Id, (PrintOf(ShadowId.LiveOf(task.Id)), PrintOf(ShadowId.Of(ShadowId.LiveOf(task.Id)))), OpenBeside);
            TaskLog.Started(logger, task.Id);
            return (task, running.Pipeline.Graph);
        }
        catch (Exception problem)
        {
            // Whatever it is, a plugin's mistake perhaps: it must not keep other tasks from starting.
            TaskLog.CannotStart(logger, task.Id, problem.Message);
            return (task with { Error = problem.Message, IsRefused = problem is TaskStartException }, null);
        }
    }

    private string PrintOf(string task) => master.Find(task)?.Source.Print ?? "";

    private IEnumerable<string> OpenBeside(string live) => services.Alerts.OpenIdsOfTask(live).Union(services.Alerts.OpenIdsOfTask(ShadowId.Of(live), NodeTopic.Shadow));

    /// <summary>Stops a task; nothing happens when it does not run.</summary>
    /// <param name="patience">How long it may work off what it had taken in; null for a task that is not to run any more, which has a while.</param>
    /// <param name="successor">The id of the task that takes its place in this change: what is left, and written meanwhile, waits for it. Null for none.</param>
    public async Task StopAsync(string id, TimeSpan? patience = null, string? successor = null)
    {
        if (master.Find(id) is not { } running)
            return;

        if (successor is not null)
        {
            running.ExpectSuccessor();
            master.Leave(running);
            EndLeaving(successor);
            _leaving.Add(successor, running);
        }
        else
        {
            // Writers that already chose the task may still queue; the loop takes what comes until it is told to end.
            master.Remove(running);
            if (patience is null)
                running.WantNoMore();
        }

        if (await running.StopAsync(patience ?? StopPatience, goesOn: patience is not null || successor is not null).ConfigureAwait(false) is { } unended)
            _ = WatchAsync(unended);
        else
            TaskLog.Stopped(logger, id);
    }

    /// <summary>Lets go of what waits for tasks to take the place of others, at the end of a change.</summary>
    public void EndLeaving(ChangeClaim change)
    {
        foreach (var successor in _leaving.Keys.Where(successor => change.Names?.Contains(successor) != false).ToList())
            EndLeaving(successor);
    }

    /// <summary>The same for one that does not come.</summary>
    /// <param name="successor">Its id.</param>
    public void EndLeaving(string successor)
    {
        if (!_leaving.Remove(successor, out var leaving))
            return;
        master.Detach(leaving);
        leaving.HandOver(null);
    }

    /// <summary>
    /// Stops tasks and starts each again as soon as it has ended, one after the other. Those that do not end soon are waited for together, at the end: many
    /// that hang take as long as one.
    /// </summary>
    /// <param name="tasks">The tasks as they are to be.</param>
    /// <param name="start">Starts one that has ended.</param>
    /// <param name="stopped">Takes the ids of those that do not run as before any more.</param>
    public async Task RestartAsync(IReadOnlyList<TaskDefinition> tasks, Func<TaskDefinition, Task> start, ISet<string> stopped)
    {
        var late = new List<(TaskDefinition Task, Task Stop)>();
        var patience = PatienceWithLate;
        try
        {
            foreach (var task in tasks)
            {
                stopped.Add(task.Id);
                var stop = StopAsync(task.Id, successor: IsToRun(task) ? task.Id : null);
                var began = Stopwatch.GetTimestamp();
                if (!stop.IsCompleted && patience > TimeSpan.Zero)
                    await gate.AsideAsync(Task.WhenAny(stop, Task.Delay(patience, TimeProvider.System))).ConfigureAwait(false);
                patience -= Stopwatch.GetElapsedTime(began);
                if (stop.IsCompleted)
                    await StartEndedAsync(task, stop, start).ConfigureAwait(false);
                else
                    late.Add((task, stop));
            }

            foreach (var (task, stop) in late)
                await StartEndedAsync(task, stop, start).ConfigureAwait(false);
        }
        finally
        {
            await gate.AsideAsync(Task.WhenAll(late.Select(static task => task.Stop))).ConfigureAwait(false);
        }
    }

    private async Task StartEndedAsync(TaskDefinition task, Task stop, Func<TaskDefinition, Task> start)
    {
        await gate.AsideAsync(stop).ConfigureAwait(false);
        await start(task).ConfigureAwait(false);
    }

    /// <summary>True for a task that executes when it can.</summary>
    public static bool IsToRun(TaskDefinition task) => task is { IsEnabled: true, Graph: not null };

    private async Task WatchAsync(UnendedTask unended)
    {
        _unended[unended] = 0;
        await unended.Thread.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        TaskLog.EndedLate(logger, unended.Id, unended.Node);
        _unended.TryRemove(unended, out _);
    }

    /// <summary>Goes on with another definition of the same id.</summary>
    public async Task ReplaceAsync(TaskDefinition task)
    {
        await SaveAsync(task).ConfigureAwait(false);
        await gate.AsideAsync(StopAsync(task.Id, successor: IsToRun(task) ? task.Id : null)).ConfigureAwait(false);
        if (IsToRun(task))
            await StartAsync(task).ConfigureAwait(false);
    }

    /// <summary>Goes back to a definition; if it could not start before, it cannot now, and says so in its error as it did.</summary>
    public async Task RestoreAsync(TaskDefinition task)
    {
        try
        {
            await ReplaceAsync(task).ConfigureAwait(false);
        }
        catch (DefinitionException)
        {
            TaskLog.NotRestored(logger, task.Id);
        }
    }

    /// <summary>Makes a change, and lets go of what was made for it when it fails.</summary>
    public async Task<TaskDefinition> KeepAsync(RunningTask? made, Func<Task<TaskDefinition>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // Unless it runs by now.
            if (made is not null && master.Find(made.Id) != made)
                made.Discard();
            throw;
        }
    }
}
