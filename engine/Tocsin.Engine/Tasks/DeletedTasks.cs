using Microsoft.Extensions.Logging;
using Tocsin.Engine.Pipelines;
using Tocsin.Engine.Storage;

namespace Tocsin.Engine.Tasks;

/// <summary>
/// Tasks that were deleted with alerts open. They are kept for a while: a task of the same id may be defined anew and go on with the
/// alerts; otherwise these are closed. Used by <see cref="TaskRegistry"/> only, one change after the other.
/// </summary>
/// <param name="closeDue">Calls <see cref="CloseDueAsync"/> when nothing else changes tasks.</param>
internal sealed class DeletedTasks(IStateStore store, RecoveryNotices notices, TaskServices services, Action closeDue) : IDisposable
{
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("tocsin.task");
    private readonly Dictionary<string, TaskDefinition> _tasks = new(StringComparer.Ordinal);
    private ITimer? _timer;

    /// <summary>Takes up a task that was deleted before the server stopped; its handlers get what is still owed to them.</summary>
    public void Load(TaskDefinition task)
    {
        _tasks[task.Id] = task;
        notices.AttachHandlers(task);
        SetTimer();
    }

    /// <summary>Deletes a task that has stopped, now or when its alerts have been closed.</summary>
    public async Task DeleteAsync(TaskDefinition task)
    {
        if (!services.AlertOptions.CloseRemoved || !await notices.HasOpenAsync(task).ConfigureAwait(false))
        {
            await ForgetAsync(task.Id).ConfigureAwait(false);
            return;
        }

        var deleted = task with { Deleted = services.Time.GetUtcNow(), IsEnabled = false };
        await store.CommitAsync(writer => writer.SaveTask(TaskRecords.Write(deleted))).ConfigureAwait(false);
        _tasks[task.Id] = deleted;
        SetTimer();
    }

    /// <summary>What the deleted task of an id ran last, for one that takes its place; null when there is none.</summary>
    public TaskScript? Succeed(string id) => _tasks.Remove(id, out var task) ? task.Ran ?? task.Source : null;

    /// <summary>Closes the alerts of tasks that were deleted long enough ago, and forgets these.</summary>
    public async Task CloseDueAsync()
    {
        var now = services.Time.GetUtcNow();
        foreach (var task in _tasks.Values.Where(task => task.Deleted + services.AlertOptions.CloseRemovedAfter <= now).ToList())
        {
            await notices.CloseAllAsync(task).ConfigureAwait(false);
            await ForgetAsync(task.Id).ConfigureAwait(false);
            _tasks.Remove(task.Id);
        }

        SetTimer();
    }

    public void Dispose() => _timer?.Dispose();

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
        var wait = _tasks.Values.Min(task => task.Deleted + services.AlertOptions.CloseRemovedAfter) - services.Time.GetUtcNow() ?? TimeSpan.Zero;
        _timer?.Dispose();
        _timer = services.Time.CreateTimer(_ => closeDue(), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
