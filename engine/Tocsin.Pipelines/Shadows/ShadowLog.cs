using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Shadows;

internal static partial class ShadowLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "what a task and its shadow raise is not in the file {Path}, and in memory only: {Problem}")]
    public static partial void NotKept(ILogger logger, string path, string problem);
}
