using Microsoft.Extensions.Logging;

namespace Tocsin.Engine.Functions;

internal static partial class FunctionLog
{
    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Function} failed, {What} is dropped task={Task} node={Node} place=\"{Place}\" group={Group} unlogged={Unlogged} err={Why}")]
    public static partial void Threw(
        ILogger logger, string function, string what, string task, string node, string place, string group, long unlogged, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line} task={Task} node={Node} group={Group}")]
    public static partial void Says(ILogger logger, string line, string task, string node, string group);
}
