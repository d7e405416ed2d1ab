using Tocsin.Engine.Tasks;

namespace Tocsin.Server.Http.Status;

/// <summary>A task as the status shows it.</summary>
internal sealed record TaskStatus
{
    private static readonly TimeSpan LongLag = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    public required string Id { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Points and batches that came in since the task was started.</summary>
    public long Entered { get; init; }

    /// <summary>Messages that nodes could not process since the task was started.</summary>
    public long Errors { get; init; }

    public TaskLag Lag { get; init; }

    /// <summary>What keeps the task from running; empty otherwise.</summary>
    public string Error { get; init; } = "";

    /// <summary>The last message that a node could not process; null when there is none.</summary>
    public TaskFailure? LastFailure { get; init; }

    public bool NeedsAttention => State < TaskState.Running;

    public static TaskStatus Read(TaskDefinition task, RunningTask? running, DateTimeOffset now)
    {
        if (running is null)
        {
            return new TaskStatus { Id = task.Id, State = task.IsEnabled ? TaskState.Failed : TaskState.Disabled, Error = task.Error };
        }

        var (lag, failure) = (running.Lag, running.LastFailure);
        return new TaskStatus
        {
            Id = task.Id,
            State = lag.Oldest >= LongLag ? TaskState.Lagging : failure is not null && now - failure.Failure.Time < Lately ? TaskState.Erring : TaskState.Running,
            Entered = running.Entered,
            Errors = running.Errors,
            Lag = lag,
            Error = task.Error,
            LastFailure = failure,
        };
    }
}
