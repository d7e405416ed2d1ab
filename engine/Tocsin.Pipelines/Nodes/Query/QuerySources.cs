using Tocsin.Dsl.Binding;
using Tocsin.Influx.InfluxQL;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>What queries may read: the databases and retention policies of their task.</summary>
internal static class QuerySources
{
    /// <exception cref="TaskStartException">It reads something else.</exception>
    public static void Check(SelectStatement select, NodeContext context)
    {
        var dbrps = context.Origins.Select(origin => new Dbrp(origin.Database, origin.RetentionPolicy)).ToList();
        foreach (var source in select.Sources)
        {
            if (source.Database.Length == 0 || source.RetentionPolicy.Length == 0)
                throw new TaskStartException($"the query reads '{source.Measurement}', which is not fully qualified: write \"database\".\"policy\".\"measurement\"");
        }

        if (Foreign(select, dbrps) is { } foreign)
            throw new TaskStartException(foreign);
    }

    /// <summary>What is said when a fully qualified measurement is of none of the task's databases and retention policies; null when none is.</summary>
    public static string? Foreign(SelectStatement select, IReadOnlyList<Dbrp> dbrps) =>
        select.Sources.FirstOrDefault(source => source.Database.Length > 0 && source.RetentionPolicy.Length > 0 && !dbrps.Contains(new Dbrp(source.Database, source.RetentionPolicy))) is { } other
            ? $"the query reads \"{other.Database}\".\"{other.RetentionPolicy}\", which is not one of the task's databases and retention policies "
            + $"({string.Join(", ", dbrps.Select(dbrp => $"\"{dbrp.Database}\".\"{dbrp.RetentionPolicy}\""))}): add it to them, or query one of them"
            : null;
}
