using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Tasks.Loops;

internal static partial class LoopLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "task now runs on several loops because one could not keep up task={Task} loops={Loops} by={Tags}")]
    public static partial void Split(ILogger logger, string task, int loops, string tags);

    [LoggerMessage(Level = LogLevel.Warning, Message = "task cannot keep up, and another loop could not be started task={Task} err={Why}")]
    public static partial void NotSplit(ILogger logger, string task, string why);
}
