using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Processing;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{What} task={Task} node={Node} unlogged={Unlogged} err={Why}")]
    public static partial void NodeError(ILogger logger, string what, string task, string node, long unlogged, string why);
}
