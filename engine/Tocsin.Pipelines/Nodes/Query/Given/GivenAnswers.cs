using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Text;
using Tocsin.Influx.Answers;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query.Given;

/// <summary>
/// Answers queries with rows that somebody gave. They are judged as an InfluxDB would: rows of other measurements, tags or columns than the
/// query asks for are a mistake, as no answer could hold them.
/// </summary>
public sealed class GivenAnswers : IQueryAnswers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Given> _given = new(StringComparer.Ordinal);

    /// <summary>Gives queries their answers, in the place of those that they had: one after the other, of which the last stays.</summary>
    /// <param name="query"><c>task/node</c>; <c>task</c> for all queries of a task that have none of their own; empty for all others.</param>
    public void Give(string query, IReadOnlyList<GivenAnswer> answers)
    {
        lock (_gate)
            _given[query] = new Given(answers);
    }

    /// <summary>Queries with answers that nothing has asked for, with their number.</summary>
    public IReadOnlyList<(string Query, int Count)> Unused
    {
        get
        {
            lock (_gate)
                return [.. _given.Where(entry => entry.Value.Unused > 0).Select(entry => (entry.Key, entry.Value.Unused))];
        }
    }

    public void Answer(QueryAsked asked, IInfluxRows rows)
    {
        List<GivenRow> found = [.. Next(asked).Within(asked.Start, asked.Stop)];
        foreach (var row in found)
            Check(row, asked);
        var all = found.Select(row => row.GroupedBy(asked.Tags))
            .GroupBy(row => (row.Measurement, Tags: string.Join(',', row.Tags.Select(tag => $"{tag.Key}={tag.Value}"))))
            .OrderBy(series => series.Key.Measurement, StringComparer.Ordinal).ThenBy(series => series.Key.Tags, StringComparer.Ordinal);
        foreach (var series in all)
            Write([.. series.OrderBy(row => row.Time)], rows);
    }

    private GivenAnswer Next(QueryAsked asked)
    {
        lock (_gate)
        {
            foreach (var key in (string[])[$"{asked.Task}/{asked.Node}", asked.Task, ""])
            {
                if (_given.TryGetValue(key, out var given))
                    return given.Next();
            }
        }

        throw new InfluxException(InfluxFailure.Refused, "there are no rows for it: give it some, or none, with a step 'query'");
    }

    private static void Check(GivenRow row, QueryAsked asked)
    {
        if (asked.Measurements is { } measurements && !measurements.Contains(row.Measurement))
            throw Wrong($"of the measurement '{row.Measurement}'", $"the query reads {KnownNames.Quoted(measurements)}", row.Measurement, measurements);
        if (asked.Tags is { } tags && row.Tags.FirstOrDefault(tag => !tags.Contains(tag.Key)) is { Key: { } other })
            throw Wrong($"with the tag '{other}'", tags.Count == 0 ? "the query groups by no tag" : $"the query groups by {KnownNames.Quoted(tags)}", other, tags);
        if (asked.Columns is { } columns && row.Fields.Keys.FirstOrDefault(field => !columns.Contains(field)) is { } column)
            throw Wrong($"with the field '{column}'", $"the query selects {KnownNames.Quoted(columns)}", column, columns);
    }

    private static InfluxException Wrong(string what, string why, string name, IReadOnlyList<string> known) => new(
        InfluxFailure.Garbled, $"it was given a row {what}, and {why}{(NearestName.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "")}");

    private static void Write(List<GivenRow> series, IInfluxRows rows)
    {
        string[] columns = ["time", .. series.SelectMany(row => row.Fields.Keys).Distinct()];
        rows.Begin(new InfluxSeries(series[0].Measurement, series[0].Tags, columns));
        foreach (var row in series)
            rows.Add([InfluxCell.Of(row.Time), .. columns.Skip(1).Select(column => row.Fields.GetValueOrDefault(column))]);
        rows.End();
    }

    private sealed class Given(IReadOnlyList<GivenAnswer> answers)
    {
        private int _asked;

        public int Unused => Math.Max(0, answers.Count - _asked);

        public GivenAnswer Next() => answers[Math.Min(_asked++, answers.Count - 1)];
    }
}
