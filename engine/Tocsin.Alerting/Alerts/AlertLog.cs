using Microsoft.Extensions.Logging;

namespace Tocsin.Alerting.Alerts;

internal static partial class AlertLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "failed to evaluate match expression, the event is not handled handler={Handler} match={Match} id={Id} unlogged={Unlogged} err={Why}")]
    public static partial void MatchFailed(ILogger logger, string handler, string match, string id, long unlogged, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "event goes round in a circle of publish handlers and is not published again handler={Handler} topic={Topic} id={Id}")]
    public static partial void PublishCircle(ILogger logger, string handler, string topic, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "handler cannot be made topic={Topic} handler={Handler} err={Why}")]
    public static partial void HandlerNotLoaded(ILogger logger, string topic, string handler, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "aggregated events could not be published handler={Handler} err={Why}")]
    public static partial void AggregateFailed(ILogger logger, string handler, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "the last event of an alert cannot be read, what is done about it is reported without its data topic={Topic} id={Id} err={Why}")]
    public static partial void LastEventUnreadable(ILogger logger, string topic, string id, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text} handler={Handler}")]
    public static partial void HandlerSays(ILogger logger, string handler, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "handler cannot be made by the plugin's new version and keeps the old one handler={Handler} err={Why}")]
    public static partial void HandlerNotRenewed(ILogger logger, string handler, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "the incident that a handler named for an alert cannot be kept topic={Topic} id={Id} err={Why}")]
    public static partial void IncidentUnusable(ILogger logger, string topic, string id, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "a silence cannot be read and silences nothing silence={Silence} err={Why}")]
    public static partial void SilenceUnreadable(ILogger logger, string silence, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "what was put off cannot be delivered now and is tried again in {Seconds} s err={Why}")]
    public static partial void CannotDeliverDue(ILogger logger, double seconds, string why);
}
