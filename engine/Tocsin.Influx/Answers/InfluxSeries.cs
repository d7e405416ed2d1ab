namespace Tocsin.Influx.Answers;

/// <summary>What the rows of one series of an answer have in common.</summary>
/// <param name="Name">The measurement, or what a statement calls its answer.</param>
/// <param name="Tags">What the series is grouped by, in the order of the answer.</param>
/// <param name="Columns">The names of the cells of each row.</param>
public sealed record InfluxSeries(string Name, IReadOnlyList<KeyValuePair<string, string>> Tags, IReadOnlyList<string> Columns)
{
    /// <summary>The place of a column, or -1.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }

        return -1;
    }
}
