using Tocsin.Influx.InfluxQL;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>What queries may read: the databases and retention policies of their task.</summary>
internal static class QuerySources
{
    /// <exception cref="TaskStartException">It reads something else.</exception>
    public static void Check(SelectStatement select, NodeContext context)
    {
        foreach (var source in select.Sources)
        {
            if (source.Database.Length == 0 || source.RetentionPolicy.Length == 0)
                throw new TaskStartException($"the query reads '{source.Measurement}', which is not fully qualified: write \"database\".\"policy\".\"measurement\"");
            if (!context.Origins.Any(origin => origin.Database == source.Database && origin.RetentionPolicy == source.RetentionPolicy))
            {
                throw new TaskStartException(
                    $"the query reads \"{source.Database}\".\"{source.RetentionPolicy}\", which is none of the task's databases and retention policies "
                    + $"({string.Join(", ", context.Origins.Select(origin => $"\"{origin.Database}\".\"{origin.RetentionPolicy}\""))}): add it to them, or query one of them");
            }
        }
    }
}
