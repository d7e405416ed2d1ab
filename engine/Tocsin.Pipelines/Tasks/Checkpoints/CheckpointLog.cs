using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Tasks.Checkpoints;

internal static partial class CheckpointLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "task goes on from what its nodes knew at {Taken} task={Task} nodes={Kept} starting over={StartedOver}")]
    public static partial void Loaded(ILogger logger, string task, DateTimeOffset taken, string kept, string startedOver);

    [LoggerMessage(Level = LogLevel.Warning, Message = "some of what the nodes of the task knew could not be taken up, which starts over task={Task} err={Why} more={More}")]
    public static partial void Damaged(ILogger logger, string task, string why, int more);

    [LoggerMessage(Level = LogLevel.Warning, Message = "what the nodes of the task know could not be written down, and would be lost with the process task={Task} err={Why}")]
    public static partial void NotKept(ILogger logger, string task, string why);
}
