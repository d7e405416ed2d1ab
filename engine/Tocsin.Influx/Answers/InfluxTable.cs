namespace Tocsin.Influx.Answers;

/// <summary>A series of a small answer with all its rows.</summary>
/// <param name="Series">What the rows have in common.</param>
/// <param name="Rows">The rows, each with a cell for every column.</param>
public sealed record InfluxTable(InfluxSeries Series, IReadOnlyList<InfluxCell[]> Rows)
{
    /// <summary>The texts of one column; empty when there is none of that name.</summary>
    public IEnumerable<string> Column(string name) => Series.IndexOf(name) is >= 0 and var at ? Rows.Select(row => row[at].ToString()) : [];
}
