using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Functions;

internal static partial class FunctionLog
{
    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Function} failed, {What} is dropped task={Task} node={Node} place={Place} group={Group} unlogged={Unlogged} err={Why}")]
    public static partial void Threw(
        ILogger logger, string function, string what, string task, string node, string place, string group, long unlogged, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} has not returned for {Seconds} s and holds up its task task={Task}")]
    public static partial void IsLate(ILogger logger, string function, double seconds, string task);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} returned late, its task goes on task={Task}")]
    public static partial void CameBack(ILogger logger, string function, string task);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Function} has not returned for {Seconds} s, its task is given up and must be enabled again; others go on task={Task}")]
    public static partial void IsLost(ILogger logger, string function, double seconds, string task);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line} task={Task} node={Node} group={Group}")]
    public static partial void Says(ILogger logger, string line, string task, string node, string group);
}
