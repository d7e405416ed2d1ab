using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Nodes.Query;

internal static partial class QueryLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "starting next batch query task={Task} node={Node} cluster={Cluster} query={Query}")]
    public static partial void Asks(ILogger logger, string task, string node, string cluster, string query);
}
