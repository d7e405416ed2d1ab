using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Functions.Processes;

internal static partial class ProcessFunctionLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Function} runs task={Task} node={Node}")]
    public static partial void Runs(ILogger logger, string function, string task, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line} task={Task} node={Node} unlogged={Unlogged}")]
    public static partial void Says(ILogger logger, string line, string task, string node, long unlogged);
}
