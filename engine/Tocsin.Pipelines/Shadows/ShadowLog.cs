using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Shadows;

internal static partial class ShadowLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "what task {Task} and its shadow raise is kept in memory only: {Problem}")]
    public static partial void NotKept(ILogger logger, string task, string problem);
}
