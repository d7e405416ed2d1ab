using Microsoft.Extensions.Logging;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Pipelines;
using Tocsin.Engine.Storage;

namespace Tocsin.Engine.Tasks;

/// <summary>
/// The tasks that are defined: made, changed, started, stopped and deleted here, and kept in the store. Changes happen one after the other;
/// reading takes no lock.
/// </summary>
public sealed class TaskRegistry(
    IStateStore store, TemplateRegistry templates, ScriptCompiler compiler, TaskMaster master, TaskServices services)
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("tocsin.task");
    private volatile SortedDictionary<string, TaskDefinition> _tasks = new(StringComparer.Ordinal);

    /// <summary>All tasks by id.</summary>
    public IReadOnlyCollection<TaskDefinition> Tasks => _tasks.Values;

    public TaskDefinition? Find(string id) => _tasks.GetValueOrDefault(id);

    /// <summary>Takes up the tasks of the store and starts those that are enabled. One that cannot start keeps its error and harms no other.</summary>
    public async Task LoadAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var record in store.LoadTasks())
            {
                var task = TaskRecords.Read(record, compiler);
                Put(task.IsEnabled && task.Error.Length == 0 ? Start(task) : task);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops all tasks; they are still enabled when the server starts again.</summary>
    public async Task StopAllAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_tasks.Keys.Select(StopAsync)).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Defines a task, and starts it when it is to be enabled.</summary>
    /// <exception cref="DefinitionException">
    /// The request is refused. With <see cref="DefinitionProblem.Failed"/> the task is kept but could not start.
    /// </exception>
    public Task<TaskDefinition> CreateAsync(TaskChange change) => ExclusivelyAsync(async () =>
    {
        var id = DefinitionId.Check(change.Id, "task");
        if (_tasks.ContainsKey(id))
            throw DefinitionException.Invalid($"task {id} already exists");

        var now = services.Time.GetUtcNow();
        var blank = new TaskDefinition { Id = id, Type = EdgeKind.None, Dbrps = [], Script = "", Created = now };
        var task = Apply(blank, change with { IsEnabled = change.IsEnabled ?? false });
        return await FinishAsync(task, task.IsEnabled ? Start(task) : task).ConfigureAwait(false);
    });

    /// <summary>Changes a task. A running one goes on with its old script until it is started anew.</summary>
    /// <exception cref="DefinitionException">The request is refused, or the task could not start.</exception>
    public Task<TaskDefinition> UpdateAsync(string id, TaskChange change) => ExclusivelyAsync(async () =>
    {
        var before = Find(id) ?? throw DefinitionException.NotFound("task does not exist, cannot update");
        var isRenamed = change.Id.Length > 0 && change.Id != id;
        if (isRenamed && _tasks.ContainsKey(change.Id))
            throw new DefinitionException(DefinitionProblem.Failed, $"cannot rename task {id}: task {change.Id} already exists");

        var task = Apply(before, change);
        if (isRenamed)
        {
            await StopAsync(id).ConfigureAwait(false);
            await RemoveAsync(id).ConfigureAwait(false);
            services.Alerts.RenameTask(id, change.Id);
            return await FinishAsync(task, task.IsEnabled ? Start(task) : task).ConfigureAwait(false);
        }

        if (before.IsEnabled && !task.IsEnabled)
            await StopAsync(id).ConfigureAwait(false);
        var starts = task.IsEnabled && (!before.IsEnabled || before.Error.Length > 0);
        return await FinishAsync(task, starts ? Start(task) : task).ConfigureAwait(false);
    });

    /// <summary>Stops a task and forgets it with its anonymous topics. Nothing happens when there is none.</summary>
    public Task DeleteAsync(string id) => ExclusivelyAsync(async () =>
    {
        if (Find(id) is not { } task)
            return false;

        await StopAsync(id).ConfigureAwait(false);
        services.Alerts.DeleteTask(id);
        await RemoveAsync(id).ConfigureAwait(false);
        TaskLog.Deleted(_logger, task.Id);
        return true;
    });

    /// <summary>Gives a changed template's script to the tasks made from it, and starts the enabled ones anew. All or none change.</summary>
    /// <exception cref="DefinitionException">A task cannot take the new script.</exception>
    internal Task AdoptTemplateAsync(string oldId, TemplateDefinition template) => ExclusivelyAsync(async () =>
    {
        var changed = _tasks.Values
            .Where(task => task.TemplateId == oldId)
            .Select(task => Bind(task with { TemplateId = template.Id, Script = template.Script }, dbrps: []))
            .ToList();
        foreach (var task in changed)
        {
            await StopAsync(task.Id).ConfigureAwait(false);
            await FinishAsync(task, task.IsEnabled ? Start(task) : task).ConfigureAwait(false);
        }

        return true;
    });

    private TaskDefinition Apply(TaskDefinition task, TaskChange change)
    {
        var now = services.Time.GetUtcNow();
        var templateId = change.TemplateId.Length > 0 ? change.TemplateId : task.TemplateId;
        var script = change.Script.Length > 0 ? change.Script : task.Script;
        if (templateId.Length > 0)
            script = (templates.Find(templateId) ?? throw DefinitionException.Invalid($"unknown template {templateId}: err: no template exists")).Script;

        var changed = Bind(
            task with
            {
                Id = change.Id.Length > 0 ? change.Id : task.Id,
                TemplateId = templateId,
                Script = script,
                Vars = change.Vars ?? task.Vars,
                IsEnabled = change.IsEnabled ?? task.IsEnabled,
                Modified = now,
            },
            change.Dbrps);
        return changed.IsEnabled && !task.IsEnabled ? changed with { LastEnabled = now } : changed;
    }

    private TaskDefinition Bind(TaskDefinition task, IReadOnlyList<Dbrp> dbrps)
    {
        var bound = compiler.Compile(task.Script, task.Vars, isTemplate: false);
        if (bound.Dbrps.Count > 0 && dbrps.Count > 0)
            throw DefinitionException.Invalid("cannot specify dbrp in both implicitly and explicitly");

        var chosen = bound.Dbrps.Count > 0 ? bound.Dbrps : dbrps.Count > 0 ? dbrps : task.HasDbrpsInScript ? [] : task.Dbrps;
        if (chosen.Count == 0)
            throw DefinitionException.Invalid("must specify dbrp");

        return task with
        {
            Type = bound.Graph!.Type, // A script without errors has a graph.
            Graph = bound.Graph,
            Dbrps = chosen,
            HasDbrpsInScript = bound.Dbrps.Count > 0,
            Warnings = [.. bound.Diagnostics.Where(d => d.Severity == Severity.Warning)],
        };
    }

    /// <summary>Makes the task run; what comes back says whether it does.</summary>
    private TaskDefinition Start(TaskDefinition task)
    {
        try
        {
            // The graph's definitions belong to one pipeline: a task that starts again is bound again.
            var graph = compiler.Compile(task.Script, task.Vars, isTemplate: false).Graph!;
            var origins = task.Dbrps.Distinct().Select(dbrp => services.Series.OriginOf(dbrp.Database, dbrp.RetentionPolicy)).ToList();
            var running = new RunningTask(task.Id, graph, origins, services, master);
            master.Add(running);
            running.Start();
            TaskLog.Started(_logger, task.Id);
            return task with { Error = "" };
        }
        catch (Exception problem) when (problem is TaskStartException or DefinitionException)
        {
            TaskLog.CannotStart(_logger, task.Id, problem.Message);
            return task with { Error = problem.Message };
        }
    }

    private async Task StopAsync(string id)
    {
        if (master.Find(id) is not { } running)
            return;

        // Writers that already chose the task may still queue; the loop takes what comes until it is told to end.
        master.Remove(running);
        await running.StopAsync().ConfigureAwait(false);
        TaskLog.Stopped(_logger, id);
    }

    /// <summary>Keeps the task; then refuses the request if the task was to start and did not.</summary>
    private async Task<TaskDefinition> FinishAsync(TaskDefinition wanted, TaskDefinition task)
    {
        Put(task);
        await store.CommitAsync(writer => writer.SaveTask(TaskRecords.Write(task))).ConfigureAwait(false);
        return task.IsEnabled && task.Error.Length > 0 && wanted.Error.Length == 0
            ? throw new DefinitionException(DefinitionProblem.Failed, task.Error)
            : task;
    }

    private Task RemoveAsync(string id)
    {
        _tasks = new SortedDictionary<string, TaskDefinition>(_tasks, StringComparer.Ordinal);
        _tasks.Remove(id);
        return store.CommitAsync(writer => writer.DeleteTask(id));
    }

    private void Put(TaskDefinition task) =>
        _tasks = new SortedDictionary<string, TaskDefinition>(_tasks, StringComparer.Ordinal) { [task.Id] = task };

    private async Task<T> ExclusivelyAsync<T>(Func<Task<T>> change)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
