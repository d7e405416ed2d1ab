using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Data;

internal static partial class SeriesLog
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "the number of known series nears its limit, at which all are learned again: look for a tag whose values never end, or raise limits.series series={Series} limit={Limit}")]
    public static partial void Crowded(ILogger logger, long series, int limit);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "all series are learned again, as there were too many; no point was lost. Look for a tag whose values never end, or raise limits.series limit={Limit} times={Times}")]
    public static partial void StartedOver(ILogger logger, int limit, long times);
}
