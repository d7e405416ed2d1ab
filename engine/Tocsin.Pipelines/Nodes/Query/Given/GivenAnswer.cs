using System.Diagnostics.CodeAnalysis;
using System.Text;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Pipelines.Nodes.Query.Given;

/// <summary>What a query is answered with in the place of an InfluxDB: rows, or a failure.</summary>
public sealed class GivenAnswer
{
    private const long NoTime = long.MinValue;

    private GivenAnswer(IReadOnlyList<GivenRow> rows, string failure)
    {
        Rows = rows;
        Failure = failure;
    }

    /// <summary>No rows.</summary>
    public static GivenAnswer Empty { get; } = new([], "");

    internal IReadOnlyList<GivenRow> Rows { get; }

    /// <summary>Why there is no answer; empty when there is one.</summary>
    public string Failure { get; }

    /// <summary>A query that fails.</summary>
    public static GivenAnswer Failing(string why) => new([], why);

    /// <summary>Reads rows that are written as lines of line protocol. One without a time lies where the span of time begins that is asked for.</summary>
    public static bool TryRead(string lines, [NotNullWhen(true)] out GivenAnswer? answer, [NotNullWhen(false)] out string? error)
    {
        var batch = PointBatch.Rent(Origin.None);
        try
        {
            var errors = LineProtocolReader.Read(Encoding.UTF8.GetBytes(lines), new SeriesTable(), batch, Precision.Nanosecond, NoTime);
            (answer, error) = errors is [var first, ..]
                ? (null, $"'{lines.Split('\n')[first.Line - 1]}': {first.Reason}")
                : (new GivenAnswer([.. batch.Points.ToArray().Select(GivenRow.Of)], ""), (string?)null);
            return error is null;
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>The rows that a query finds.</summary>
    /// <exception cref="InfluxException">The query fails.</exception>
    internal IEnumerable<GivenRow> Within(long start, long stop) => Failure.Length > 0
        ? throw new InfluxException(InfluxFailure.Refused, Failure)
        : Rows.Select(row => row.Time == NoTime ? row with { Time = start } : row).Where(row => row.Time >= start && row.Time < stop);
}
