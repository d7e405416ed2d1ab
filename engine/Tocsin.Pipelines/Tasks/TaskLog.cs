using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Tasks;

internal static partial class TaskLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "task loop failed, the task goes on with the next write task={Task}")]
    public static partial void LoopError(ILogger logger, string task, Exception problem);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "task has ended before it had processed all that it had taken in, and no other takes its place: writers who wait for it are asked to send it again, the rest is lost task={Task} points={Points}")]
    public static partial void Unseen(ILogger logger, string task, long points);

    [LoggerMessage(Level = LogLevel.Information, Message = "task has ended before it had processed all that it had taken in: the rest waits for the task that takes its place task={Task} points={Points}")]
    public static partial void LeftBehind(ILogger logger, string task, long points);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "task was stopped and its node has not ended for {Seconds} s: it is given up, what it still holds is lost, and its thread stays until it ends by itself or the server is restarted task={Task} node={Node}")]
    public static partial void DoesNotEnd(ILogger logger, string task, string node, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "task that was given up when it stopped has ended by itself task={Task} node={Node}")]
    public static partial void EndedLate(ILogger logger, string task, string node);

    [LoggerMessage(Level = LogLevel.Error, Message = "task cannot start task={Task} err={Why}")]
    public static partial void CannotStart(ILogger logger, string task, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "task does not run with its old script either task={Task}")]
    public static partial void NotRestored(ILogger logger, string task);

    [LoggerMessage(Level = LogLevel.Warning, Message = "task is running, but that could not be saved task={Task} err={Why}")]
    public static partial void NotNoted(ILogger logger, string task, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "task could not be restarted with the changed functions and keeps the previous ones task={Task} err={Why}")]
    public static partial void NotRenewed(ILogger logger, string task, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "functions of a running task were removed; it keeps its copy until it stops: bring them back, or define the task without them task={Task} functions={Functions}")]
    public static partial void KeepsFunctions(ILogger logger, string task, string functions);

    [LoggerMessage(Level = LogLevel.Information, Message = "task started task={Task}")]
    public static partial void Started(ILogger logger, string task);

    [LoggerMessage(Level = LogLevel.Error, Message = "task is waiting for something that is not configured task={Task} err={Why}")]
    public static partial void Waits(ILogger logger, string task, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "task stopped task={Task}")]
    public static partial void Stopped(ILogger logger, string task);

    [LoggerMessage(Level = LogLevel.Information, Message = "open alerts are closed, their handlers are notified task={Task} alerts={Count} openElsewhere={Others} why={Why}")]
    public static partial void ClosedAlerts(ILogger logger, string task, int count, int others, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "handlers cannot be notified that an alert is closed task={Task} topic={Topic} err={Why}")]
    public static partial void CannotTellRecovery(ILogger logger, string task, string topic, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "task deleted task={Task}")]
    public static partial void Deleted(ILogger logger, string task);
}
