using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// Tasks that were deleted with alerts open. They are kept for a while: a task of the same id may be defined anew and go on with the
/// alerts; otherwise these are closed. Used by <see cref="TaskRegistry"/> only, one change after the other.
/// </summary>
/// <param name="closeDue">Calls <see cref="CloseDueAsync"/> when nothing else changes tasks.</param>
internal sealed class DeletedTasks(ITaskRecords store, RecoveryNotices notices, TaskServices services, Action closeDue) : IDisposable
{
    /// <summary>Timers take 49 days at most.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly SteadyTime _clock = new(services.Time);
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("tocsin.task");
    private readonly Dictionary<string, (TaskDefinition Task, DateTimeOffset Due)> _tasks = new(StringComparer.Ordinal);
    private ITimer? _timer;

    /// <summary>Takes up a task that was deleted before the server stopped; its handlers get what is still owed to them.</summary>
    public void Load(TaskDefinition task)
    {
        // A clock that was wrong when the task was deleted must not put off for years what handlers are to be told.
        var left = task.Deleted + services.AlertOptions.Current.CloseRemovedAfter - services.Time.GetUtcNow() ?? TimeSpan.Zero;
        Keep(task, left < services.AlertOptions.Current.CloseRemovedAfter ? left : services.AlertOptions.Current.CloseRemovedAfter);
        notices.AttachHandlers(task);
        SetTimer();
    }

    /// <summary>Deletes a task that has stopped, now or when its alerts have been closed.</summary>
    public async Task DeleteAsync(TaskDefinition task)
    {
        if (!services.AlertOptions.Current.CloseRemoved || !await notices.HasOpenAsync(task).ConfigureAwait(false))
        {
            await ForgetAsync(task.Id).ConfigureAwait(false);
            return;
        }

        var deleted = task with { Deleted = services.Time.GetUtcNow(), IsEnabled = false };
        await store.CommitAsync(writer => writer.SaveTask(TaskRecords.Write(deleted))).ConfigureAwait(false);
        Keep(deleted, services.AlertOptions.Current.CloseRemovedAfter);
        services.Alerts.DetachNodes(task.Id);
        SetTimer();
    }

    /// <summary>What the deleted task of an id ran last, for one that takes its place; null when there is none.</summary>
    public TaskScript? Succeed(string id) => _tasks.Remove(id, out var kept) ? kept.Task.Ran ?? kept.Task.Source : null;

    /// <summary>Closes the alerts of tasks that were deleted long enough ago, and forgets these.</summary>
    public async Task CloseDueAsync()
    {
        var now = _clock.GetUtcNow();
        foreach (var (task, _) in _tasks.Values.Where(kept => kept.Due <= now).ToList())
            await CloseAsync(task).ConfigureAwait(false);
        SetTimer();
    }

    /// <summary>Closes the alerts of the deleted task of an id at once, before another task gets all that goes by the id.</summary>
    public Task CloseAsync(string id) => _tasks.TryGetValue(id, out var kept) ? CloseAsync(kept.Task) : Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private void Keep(TaskDefinition task, TimeSpan left) =>
        _tasks[task.Id] = (task, _clock.GetUtcNow() + (left > TimeSpan.Zero ? left : TimeSpan.Zero));

    private async Task CloseAsync(TaskDefinition task)
    {
        await notices.CloseAllAsync(task).ConfigureAwait(false);
        await ForgetAsync(task.Id).ConfigureAwait(false);
        _tasks.Remove(task.Id);
    }

    private async Task ForgetAsync(string id)
    {
        await store.CommitAsync(writer => writer.DeleteTask(id)).ConfigureAwait(false);
        services.Alerts.DeleteTask(id);
        TaskLog.Deleted(_logger, id);
    }

    private void SetTimer()
    {
        if (_tasks.Count == 0)
            return;
        var wait = _tasks.Values.Min(kept => kept.Due) - _clock.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        _timer?.Dispose();
        _timer = services.Time.CreateTimer(_ => closeDue(), null, wait, Timeout.InfiniteTimeSpan);
    }
}
