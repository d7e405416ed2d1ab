using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Influx.Client;
using Tocsin.Influx.InfluxQL.Parsing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Nodes.Query;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Recordings;

/// <summary>Asks single queries that belong to no task.</summary>
/// <param name="influx">Who can be asked.</param>
/// <param name="memory">What answers may take.</param>
internal sealed class QueryAnswers(InfluxClusters influx, AnswerMemory memory, TimeProvider time)
{
    /// <summary>Asks for batches.</summary>
    /// <param name="cluster">Whom; empty for the default.</param>
    /// <param name="series">Where the series of the points are interned.</param>
    /// <returns>The batches, to be disposed when they are done with, and what was read.</returns>
    /// <exception cref="Exception">There is no answer; what it says is for people.</exception>
    public async Task<(BatchAnswer Answer, Dbrp Source)> AskAsync(string query, string cluster, SeriesTable series, CancellationToken cancellationToken)
    {
        var source = SourceOf(query);
        using var rows = new AnswerRows(series, memory) { Stop = Instant.From(time.GetUtcNow()).UnixNanoseconds, EndsWithPoints = true };
        await influx.Find(cluster).AskAsync(client => client.QueryAsync(new InfluxQuery(query), rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        return (rows.Take(), source);
    }

    /// <summary>The points of batches by time, as if they had been written to a database.</summary>
    public static IEnumerable<Point> InOrder(IReadOnlyList<SourceBatch> batches, Dbrp source, SeriesTable series)
    {
        var origin = series.OriginOf(source.Database, source.RetentionPolicy);
        return batches
            .Select(batch => (batch.Points, Series: series.Intern(origin, batch.Name, batch.Tags)))
            .SelectMany(batch => batch.Points.Select(point => point.With(batch.Series, point.Time)))
            .OrderBy(point => point.Time);
    }

    private static Dbrp SourceOf(string query) => QueryReader.Read(query).Sources is [{ Database.Length: > 0, RetentionPolicy.Length: > 0 } source]
        ? new Dbrp(source.Database, source.RetentionPolicy)
        : throw new InvalidOperationException("could not determine database and retention policy: the query must read one measurement that is fully qualified, \"database\".\"policy\".\"measurement\"");
}
