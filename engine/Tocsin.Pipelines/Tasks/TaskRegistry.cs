using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Shadows;
using Tocsin.Pipelines.Tasks.Schedules;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// The tasks that are defined: made, changed, started, stopped and deleted here, and kept in the store. Changes happen one after the other;
/// those of other tasks go on while one waits for a task to end. Reading takes no lock.
/// </summary>
public sealed class TaskRegistry
{
    private const string Unchanged = "; nothing was changed, the task goes on as it was";

    private readonly ChangeGate _gate = new();
    private readonly ITaskRecords _store;
    private readonly TemplateRegistry _templates;
    private readonly ScriptCompiler _compiler;
    private readonly TaskMaster _master;
    private readonly TaskServices _services;
    private readonly ILogger _logger;
    private readonly DeletedTasks _deleted;
    private readonly TaskMaker _maker;
    private readonly TaskRoster _roster;

    public TaskRegistry(ITaskRecords store, TemplateRegistry templates, ScriptCompiler compiler, TaskMaster master, TaskServices services)
    {
        _store = store;
        _templates = templates;
        _compiler = compiler;
        _master = master;
        _services = services;
        _logger = services.LoggerFactory.CreateLogger("tocsin.task");
        var recoveries = new RecoveryNotices(compiler, services);
        _deleted = new DeletedTasks(store, recoveries, services, CloseDue);
        _maker = new TaskMaker(compiler, master, services) { Failed = (id, why, functions) => _ = FailAsync(id, why, functions) };
        _roster = new TaskRoster(store, _maker, master, recoveries, services, _gate, _logger);
    }

    /// <summary>All tasks by id.</summary>
    public IReadOnlyCollection<TaskDefinition> Tasks => _roster.Tasks;

    /// <summary>Tasks that were stopped and do not end, the oldest first.</summary>
    public IReadOnlyList<UnendedTask> Unended => [.. _roster.Unended.OrderBy(task => task.Since)];

    public TaskDefinition? Find(string id) => _roster.Find(id);

    /// <summary>Takes up the tasks of the store and starts those that are enabled. One that cannot start keeps its error and harms no other.</summary>
    public Task LoadAsync() => ExclusivelyAsync(async () =>
    {
        var loaded = new List<TaskDefinition>();
        foreach (var record in _store.LoadTasks())
        {
            var task = TaskRecords.Read(record, _compiler);
            if (task.Deleted is not null)
                _deleted.Load(task);
            else
                loaded.Add(task.IsEnabled && task.Error.Length == 0 ? await _roster.RunLoadedAsync(task).ConfigureAwait(false) : task);
        }

        _roster.Publish(loaded);
        if (_services.Journal is { } journal)
            await new JournalCatchUp(journal, _master, _services.Series, _services.Time, _logger).RunAsync().ConfigureAwait(false);
        return true;
    });

    /// <summary>Stops all tasks; they are still enabled when the server starts again.</summary>
    public Task StopAllAsync() => ExclusivelyAsync(async () =>
    {
        _deleted.Dispose();
        await Task.WhenAll(Tasks.Select(task => _roster.StopAsync(task.Id, Timeout.InfiniteTimeSpan))).ConfigureAwait(false);
        return true;
    });

    /// <summary>Defines a task, and starts it when it is to be enabled. One with a function that does not answer keeps an error, and starts when it does.</summary>
    /// <exception cref="DefinitionException">The request is refused: also when the task is to be enabled and cannot start here.</exception>
    public Task<TaskDefinition> CreateAsync(TaskChange change) => ExclusivelyAsync(() => ChangeClaim.NamesOf([change.Id], [change.TemplateId]), async _ =>
    {
        var id = DefinitionId.Check(change.Id, "task");
        if (Find(id) is not null)
            throw DefinitionException.Invalid($"task {id} already exists");

        var now = _services.Time.GetUtcNow();
        var blank = new TaskDefinition { Id = id, Type = EdgeKind.None, Dbrps = [], Script = "", Created = now };
        var task = Apply(blank, change with { Id = id });
        var made = task is { IsEnabled: true, Graph: not null } ? _maker.MakeOrRefuse(task, "", isNew: true) : null;
        return await _roster.KeepAsync(made, async () =>
        {
            // Nothing ran before it whose alerts are to be closed: then one commit says it all.
            task = task with { Ran = _deleted.Succeed(id) ?? (made is null ? null : task.Source) };
            await _roster.SaveAsync(task).ConfigureAwait(false);
            return made is null ? task : await _roster.StartAsync(task, made).ConfigureAwait(false);
        }).ConfigureAwait(false);
    });

    /// <summary>
    /// Changes a task. A running one goes on as it was until it is started anew, unless the change asks for it to be enabled: then it runs as
    /// it is defined now, or goes on with what it ran before and stays defined as before if it cannot.
    /// </summary>
    /// <exception cref="DefinitionException">The request is refused, or the task could not start.</exception>
    public Task<TaskDefinition> UpdateAsync(string id, TaskChange change) => ExclusivelyAsync(() => ChangeClaim.NamesOf([id, change.Id], [change.TemplateId, Find(id)?.TemplateId ?? ""]), async _ =>
    {
        var before = Find(id) ?? throw DefinitionException.NotFound("task does not exist, cannot update");
        DefinitionVersion.Check($"task {id}", before.Version, change.IfVersion);
        var isRenamed = change.Id.Length > 0 && change.Id != id;
        if (isRenamed)
            DefinitionId.Check(change.Id, "task");
        if (isRenamed && Find(change.Id) is not null)
            throw new DefinitionException(RefusalKind.Failed, $"cannot rename task {id}: task {change.Id} already exists");

        var task = Apply(before, change);
        var running = _master.Find(id);
        var isRenewed = !isRenamed && change.IsEnabled == true && (change.IsRestart || running?.IsOutdated(task) == true);
        var made = task is { IsEnabled: true, Graph: not null } && (isRenamed || isRenewed || running is null) ? _maker.MakeOrRefuse(task, isRenewed ? Unchanged : "") : null;
        return await _roster.KeepAsync(made, async () =>
        {
            if (running is not null && isRenewed && made is not null)
                return await RenewAsync(before, task, running, made).ConfigureAwait(false);
            await (isRenamed ? RenameAsync(before, task) : _roster.SaveAsync(task)).ConfigureAwait(false);
            if (!task.IsEnabled)
                await _gate.AsideAsync(_roster.StopAsync(id)).ConfigureAwait(false);
            return made is null ? task : await _roster.StartAsync(task, made).ConfigureAwait(false);
        }).ConfigureAwait(false);
    });

    /// <summary>
    /// Stops a task and forgets it with its anonymous topics. What it has open is closed a while later, see <see cref="AlertOptions"/>.
    /// Nothing happens when there is none.
    /// </summary>
    public Task DeleteAsync(string id) => ExclusivelyAsync(() => [id], async _ =>
    {
        if (Find(id) is not { } task)
            return false;

        await _gate.AsideAsync(_roster.StopAsync(id)).ConfigureAwait(false);
        await _deleted.DeleteAsync(task).ConfigureAwait(false);
        ForgetShadow(task);
        _roster.Publish(task, null);
        return true;
    });

    /// <summary>
    /// Gives a changed template's script to the tasks made from it, starts the enabled ones anew, and keeps the template. All or nothing
    /// changes.
    /// </summary>
    /// <param name="oldId">The id under which the tasks know the template.</param>
    /// <param name="keep">Keeps the template; runs when all tasks have taken it and before any other change.</param>
    /// <exception cref="DefinitionException">A task cannot take the new script.</exception>
    internal Task<TemplateDefinition> AdoptTemplateAsync(string oldId, TemplateDefinition template, Func<Task> keep) => ExclusivelyAsync(() => ChangeClaim.NamesOf(MadeFrom(oldId).Select(task => task.Id), [oldId, template.Id]), async _ =>
    {
        var before = MadeFrom(oldId).ToList();
        var after = before.ConvertAll(task => Adopt(task, template));
        var stopped = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var task in after)
                await _roster.SaveAsync(task).ConfigureAwait(false);
            await _roster.RestartAsync(after, StartAdoptedAsync, stopped).ConfigureAwait(false);
            await keep().ConfigureAwait(false);
            return template;
        }
        catch (DefinitionException)
        {
            foreach (var task in before.Select(task => task with { Ran = Find(task.Id)?.Ran }))
                await (stopped.Contains(task.Id) ? _roster.RestoreAsync(task) : _roster.SaveAsync(task)).ConfigureAwait(false);
            throw;
        }
    });

    private IEnumerable<TaskDefinition> MadeFrom(string template) => Tasks.Where(task => task.TemplateId == template);

    private async Task StartAdoptedAsync(TaskDefinition task)
    {
        try
        {
            if (TaskRoster.IsToRun(task))
                await _roster.StartAsync(task).ConfigureAwait(false);
        }
        catch (DefinitionException problem)
        {
            throw new DefinitionException(RefusalKind.Failed, $"task {task.Id} cannot start: {problem.Message}");
        }
    }

    /// <summary>Gives the handlers of running tasks that are of some kinds their new form and starts the enabled tasks that wait for a plugin that is there now.</summary>
    public Task AdoptKindsAsync(IReadOnlySet<string> kinds, FunctionSet functions) => ExclusivelyAsync(async () =>
    {
        _services.Alerts.AdoptInNodes(kinds);
        foreach (var task in Tasks.Where(task => task.Error.Length > 0).ToList())
            await ReviveAsync(task, functions).ConfigureAwait(false);
        return true;
    });

    /// <summary>Starts the tasks that could not start, when what they lacked is configured now, such as an InfluxDB, an account or an endpoint.</summary>
    public Task RetryAsync(FunctionSet functions) => ExclusivelyAsync(async () =>
    {
        foreach (var task in Tasks.Where(task => task is { IsEnabled: true, Error.Length: > 0 }).ToList())
            await ReviveAsync(task, functions).ConfigureAwait(false);
        return true;
    });

    /// <summary>The queries of a batch task as it is defined, to be made for a time that has passed.</summary>
    /// <exception cref="DefinitionException">The task cannot run.</exception>
    internal BatchQueries QueriesOf(TaskDefinition task)
    {
        var made = _maker.MakeOrRefuse(task, "");
        return new BatchQueries(made.Pipeline.BatchSources, made.Discard, _services.Time);
    }

    /// <summary>Makes the handlers of alert nodes anew whose service is configured in another way.</summary>
    /// <returns>The targets of those that were made anew; those that could not be made and go on as they were, with the reason.</returns>
    public Task<(IReadOnlyList<string> Renewed, IReadOnlyList<string> Kept)> RenewHandlersAsync(IReadOnlySet<string> kinds) =>
        ExclusivelyAsync(() => Task.FromResult(_services.Alerts.AdoptInNodes(kinds)));

    /// <summary>Takes up again a task whose script was not accepted. One that still is not keeps its error.</summary>
    private async Task ReviveAsync(TaskDefinition task, FunctionSet functions)
    {
        // The thread of one that was given up may still be in that very function: another would follow it.
        if (task.StuckWith.Any(functions.Contains))
            return;
        var revived = TaskRecords.Read(TaskRecords.Write(task), _compiler);
        if (revived.Error.Length > 0 || _master.Find(task.Id) is not null)
            return;
        if (revived.IsEnabled)
            revived = await _roster.RunAsync(revived).ConfigureAwait(false);
        if (revived.Error != task.Error)
            await _roster.SaveAsync(revived).ConfigureAwait(false);
    }

    /// <summary>
    /// Starts the tasks anew that run with functions which were replaced, or that miss some which may be there now. One that cannot do
    /// without what is gone goes on with it, until it is stopped or the function is back.
    /// </summary>
    public Task AdoptFunctionsAsync(FunctionSet functions) => ExclusivelyAsync(() => null, async claim =>
    {
        var renewed = new List<TaskDefinition>();
        foreach (var task in Tasks.ToList())
        {
            if (_master.Find(task.Id) is not { } running)
            {
                if (task.Error.Length > 0)
                    await ReviveAsync(task, functions).ConfigureAwait(false);
            }
            else if ((FunctionUse.Misses(task) || FunctionUse.Outdated(running, functions).Count > 0) && TryRebind(task, running) is { } bound)
            {
                renewed.Add(bound);
            }
        }

        _gate.Narrow(claim, renewed.ConvertAll(task => task.Id));
        await _roster.RestartAsync(renewed, StartRenewedAsync, new HashSet<string>()).ConfigureAwait(false);
        return true;
    });

    /// <summary>Makes a running task run as it is defined now, or go on as it was.</summary>
    private async Task<TaskDefinition> RenewAsync(TaskDefinition before, TaskDefinition task, RunningTask running, RunningTask made)
    {
        await _roster.SaveAsync(task).ConfigureAwait(false);
        await _gate.AsideAsync(_roster.StopAsync(task.Id, successor: task.Id)).ConfigureAwait(false);
        var renewed = await _roster.RunAsync(task, made).ConfigureAwait(false);
        if (renewed.IsWaiting)
            _roster.Publish(null, renewed);
        if (renewed.Error.Length == 0 || renewed.IsWaiting)
            return renewed;

        var ran = before with
        {
            Script = running.Source.Script,
            Vars = running.Source.Vars,
            Dbrps = [.. running.Origins.Select(origin => new Dbrp(origin.Database, origin.RetentionPolicy))],
        };
        var (restored, _) = await _roster.TryStartAsync(ran, made: null).ConfigureAwait(false);
        await _roster.SaveAsync(before with { Error = restored.Error }).ConfigureAwait(false);
        throw new DefinitionException(RefusalKind.Failed, $"{renewed.Error}{Unchanged}");
    }

    /// <summary>A running task with the functions there are now; null when it is to go on as it is.</summary>
    private TaskDefinition? TryRebind(TaskDefinition task, RunningTask running)
    {
        try
        {
            var bound = Bind(task with { Error = "", StuckWith = [] }, task.HasDbrpsInScript ? [] : task.Dbrps, mayWait: false);
            var lost = FunctionUse.Lost(running.Functions, bound.Graph!); // What is bound has a graph.
            if (lost.Count == 0)
                return UserFunction.UsedBy(bound.Graph!).SequenceEqual(running.Functions) ? null : bound;

            // Without them it would alert of nothing, and nobody would know.
            TaskLog.KeepsFunctions(_logger, task.Id, string.Join(", ", lost));
        }
        catch (DefinitionException problem)
        {
            TaskLog.NotRenewed(_logger, task.Id, problem.Message);
        }

        return null;
    }

    private async Task StartRenewedAsync(TaskDefinition task)
    {
        var started = await _roster.RunAsync(task).ConfigureAwait(false);
        if (started.Error.Length > 0)
            _roster.EndLeaving(task.Id);
        await _roster.SaveAsync(started).ConfigureAwait(false);
    }

    private TaskDefinition Adopt(TaskDefinition task, TemplateDefinition template)
    {
        try
        {
            return Bind(task with { TemplateId = template.Id, Script = template.Script, Error = "", IsWaiting = false, StuckWith = [] }, dbrps: [], MayWait(task));
        }
        catch (DefinitionException problem)
        {
            throw new DefinitionException(problem.Refusal.When($"task {task.Id} cannot take the script: ") with { Kind = RefusalKind.Failed });
        }
    }

    private TaskDefinition Apply(TaskDefinition task, TaskChange change)
    {
        var now = _services.Time.GetUtcNow();
        var templateId = change.TemplateId.Length > 0 ? change.TemplateId : task.TemplateId;
        var script = change.Script.Length > 0 ? change.Script : task.Script;
        if (templateId.Length > 0)
            script = (_templates.Find(templateId) ?? throw DefinitionException.Invalid($"unknown template {templateId}: err: no template exists")).Script;

        var changed = Bind(
            task with
            {
                Id = change.Id.Length > 0 ? change.Id : task.Id,
                TemplateId = templateId,
                Script = script,
                Vars = change.Vars ?? task.Vars,
                IsEnabled = change.IsEnabled ?? task.IsEnabled,
                Modified = now,
                Error = "", // What was wrong is found out anew when the task starts.
                IsWaiting = false,
                StuckWith = [],
            },
            change.Dbrps,
            !(change.IsEnabled ?? task.IsEnabled) || MayWait(task));
        return changed.IsEnabled && !task.IsEnabled ? changed with { LastEnabled = now } : changed;
    }

    // What runs must not stop for a function that is away.
    private bool MayWait(TaskDefinition task) => _master.Find(task.Id) is null;

    private TaskDefinition Bind(TaskDefinition task, IReadOnlyList<Dbrp> dbrps, bool mayWait)
    {
        var bound = _compiler.CompileSoFar(task.Script, task.Vars, isTemplate: false, out var obstacle);
        if (obstacle.Length > 0 && !mayWait)
            throw DefinitionException.Invalid(obstacle);
        if (task.HasDbrpsInScript && bound.Dbrps.Count == 0 && dbrps.Count == 0)
        {
            var lost = string.Join(", ", task.Dbrps.Select(dbrp => $"dbrp \"{dbrp.Database}\".\"{dbrp.RetentionPolicy}\""));
            throw DefinitionException.Invalid($"must specify dbrp: the script has lost its lines {lost}; put them back, or give dbrps with the change (tocsin define -dbrp DB.RP)");
        }

        return task with
        {
            Type = bound.Type,
            Graph = bound.Graph,
            Dbrps = TaskDbrps.Choose(bound.Dbrps, dbrps, task.HasDbrpsInScript ? [] : task.Dbrps),
            HasDbrpsInScript = bound.Dbrps.Count > 0,
            Warnings = [.. bound.Diagnostics.Where(d => d.Severity == Severity.Warning)],
            Error = obstacle.Length > 0 ? obstacle : task.Error,
        };
    }

    /// <summary>Shows why a task was given up. Not kept: after the next start of the server it runs again.</summary>
    private Task FailAsync(string id, string why, IReadOnlyList<UserFunction> functions) => ExclusivelyAsync(() => [id], _ =>
    {
        if (Find(id) is { IsEnabled: true } task && _master.Find(id) is null)
            _roster.Publish(task, task with { Error = why, StuckWith = functions });
        return Task.FromResult(true);
    });

    /// <summary>Stops a task and gives it another id, with all its alerts and what is owed to its handlers.</summary>
    private async Task RenameAsync(TaskDefinition before, TaskDefinition task)
    {
        await _deleted.CloseAsync(task.Id).ConfigureAwait(false);
        await _roster.TryRoomAsync(task).ConfigureAwait(false);
        await _gate.AsideAsync(_roster.StopAsync(before.Id, successor: task is { IsEnabled: true, Graph: not null } ? task.Id : null)).ConfigureAwait(false);
        await _services.Alerts.RenameTaskAsync(before.Id, task.Id, writer =>
        {
            writer.RenameWatchedGroups(before.Id, task.Id);
            writer.RenameFunctionSnapshots(before.Id, task.Id);
            writer.RenameTaskState(before.Id, task.Id);
            writer.DeleteTask(before.Id);
            writer.SaveTask(TaskRecords.Write(task));
        }).ConfigureAwait(false);
        ForgetShadow(before);
        _roster.Publish(before, task);
    }

    private void ForgetShadow(TaskDefinition task)
    {
        if (!task.IsShadow)
            return;
        _services.Alerts.DeleteTask(task.Id, NodeTopic.Shadow);
        _services.Shadows?.Remove(ShadowId.LiveOf(task.Id));
    }

    private void CloseDue() => _ = ExclusivelyAsync(() => [], async _ =>
    {
        try
        {
            await _deleted.CloseDueAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is StoreException or ObjectDisposedException)
        {
            // The next start goes on with it.
            TaskLog.CannotTellRecovery(_logger, "deleted tasks", "all", problem.Message);
        }

        return true;
    });

    private Task<T> ExclusivelyAsync<T>(Func<Task<T>> change) => ExclusivelyAsync(() => null, _ => change());

    private async Task<T> ExclusivelyAsync<T>(Func<IReadOnlyCollection<string>?> names, Func<ChangeClaim, Task<T>> change)
    {
        var claim = await _gate.EnterAsync(names).ConfigureAwait(false);
        try
        {
            return await change(claim).ConfigureAwait(false);
        }
        finally
        {
            _roster.EndLeaving(claim);
            _gate.Leave(claim);
        }
    }
}
