using Microsoft.Extensions.Logging;

namespace Tocsin.Engine.Sources;

internal static partial class SourceLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "source cannot be created and accepts nothing source={Source} err={Why}")]
    public static partial void NotLoaded(ILogger logger, string source, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text} source={Source}")]
    public static partial void Says(ILogger logger, string source, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "request refused source={Source} err={Why}")]
    public static partial void Refused(ILogger logger, string source, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "request not understood, it is kept in the quarantine source={Source} err={Why}")]
    public static partial void NotUnderstood(ILogger logger, string source, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "request could not be committed, its sender is asked to send it again source={Source}")]
    public static partial void NotCommitted(ILogger logger, string source, Exception error);
}
