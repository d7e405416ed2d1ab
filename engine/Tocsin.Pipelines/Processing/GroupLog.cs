using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Processing;

internal static partial class GroupLog
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "the task nears the number of groups it may have: group by fewer tags, let silent ones go with groups.time-to-live, or raise groups.limit task={Task} groups={Groups} limit={Limit}")]
    public static partial void Crowded(ILogger logger, string task, int groups, int limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "{What} task={Task} node={Node} unlogged={Unlogged} err={Why}")]
    public static partial void NodeError(ILogger logger, string what, string task, string node, long unlogged, string why);
}
