using Microsoft.Extensions.Logging;

namespace Tocsin.Engine.Drills;

internal static partial class DrillLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "drill {Drill} has not arrived: {Problem}")]
    public static partial void NotArrived(ILogger logger, string drill, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "drill {Drill} has arrived: {Handlers}")]
    public static partial void Arrived(ILogger logger, string drill, string handlers);

    [LoggerMessage(Level = LogLevel.Error, Message = "how drill {Drill} went is not kept: {Problem}")]
    public static partial void NotKept(ILogger logger, string drill, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "drill {Drill} is kept but cannot be read, and is not made: {Problem}; define it anew, or delete it")]
    public static partial void Unreadable(ILogger logger, string drill, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "drill {Drill} failed")]
    public static partial void Failed(ILogger logger, string drill, Exception problem);
}
