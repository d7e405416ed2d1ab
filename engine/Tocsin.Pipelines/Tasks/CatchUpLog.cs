using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Tasks;

internal static partial class CatchUpLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "tasks were given what was written after their states were written down tasks={Tasks} writes={Entries} points={Points} seconds={Seconds}")]
    public static partial void CaughtUp(ILogger logger, int tasks, long entries, long points, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "task is not given what was written after its state was written down, and misses it task={Task} err={Why}")]
    public static partial void Misses(ILogger logger, string task, string why);
}
