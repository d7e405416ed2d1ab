using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Deliveries;

internal static partial class DeliveryLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "delivery failed and is tried again handler={Handler} id={Id} attempt={Attempt} err={Why}")]
    public static partial void Failed(ILogger logger, HandlerTarget handler, string id, int attempt, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "event was not delivered and is a dead letter now handler={Handler} id={Id} err={Why}")]
    public static partial void Dead(ILogger logger, HandlerTarget handler, string id, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "attempts still run after {Seconds} s and are cut off, they are made again at the next start handler={Handler} attempts={Attempts}")]
    public static partial void CutOff(ILogger logger, HandlerTarget handler, int attempts, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "what is owed cannot be read and is looked for again handler={Handler} err={Why}")]
    public static partial void CannotRead(ILogger logger, HandlerTarget handler, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "deliveries owed to a handler that does not exist any more are dead letters now handler={Handler} deliveries={Count}")]
    public static partial void Unclaimed(ILogger logger, HandlerTarget handler, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "old entries of the state file cannot be removed, the next try is in a minute err={Why}")]
    public static partial void CannotPrune(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "dead letters are forgotten: they are older than {Days} d, or there are more than {Rows} letters={Count}")]
    public static partial void LettersForgotten(ILogger logger, int count, double days, long rows);

    [LoggerMessage(Level = LogLevel.Error, Message = "deliveries that are owed cannot be found in the state file and are not made handler={Handler} deliveries={Count}")]
    public static partial void Unreadable(ILogger logger, HandlerTarget handler, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "deliveries wait, what is owed stays owed handler={Handler} why={Why}")]
    public static partial void Suspended(ILogger logger, HandlerTarget handler, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a handler that is not used any more failed to release what it holds handler={Handler} err={Why}")]
    public static partial void CannotDispose(ILogger logger, HandlerTarget handler, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a handler has not ended after {Seconds} s handler={Handler}")]
    public static partial void NotDisposed(ILogger logger, HandlerTarget handler, double seconds);
}
