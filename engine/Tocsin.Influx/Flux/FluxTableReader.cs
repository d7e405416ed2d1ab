using System.Globalization;
using Tocsin.Influx.Answers;
using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Flux;

/// <summary>
/// Reads the annotated CSV of a Flux answer as series: the measurement is the name, what the tables are grouped by the tags, all else the
/// columns, with <c>_time</c> as <c>time</c>.
/// </summary>
internal sealed class FluxTableReader(IInfluxRows rows)
{
    private const string Time = "_time";

    private List<string> _types = [];
    private List<string> _groups = [];
    private List<string> _defaults = [];
    private List<string> _header = [];
    private int[] _columns = [];
    private int[] _tags = [];
    private InfluxCell[] _cells = [];
    private string? _table;

    public async Task ReadAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        var isHeader = true;
        while (await csv.ReadAsync(cancellationToken).ConfigureAwait(false) is { } record)
        {
            if (record.Count == 0)
            {
                EndTable();
                isHeader = true;
                _types = _groups = _defaults = [];
            }
            else if (record[0].StartsWith('#'))
            {
                // Annotations of the next tables may follow without an empty line.
                isHeader = true;
                Annotate(record);
            }
            else if (isHeader)
            {
                isHeader = false;
                EndTable();
                Head(record);
            }
            else
            {
                AddRow(record);
            }
        }

        EndTable();
    }

    private void Annotate(List<string> record)
    {
        switch (record[0])
        {
            case "#datatype":
                _types = record;
                break;
            case "#group":
                _groups = record;
                break;
            case "#default":
                _defaults = record;
                break;
        }
    }

    private void Head(List<string> record)
    {
        _header = record;
        var named = Enumerable.Range(0, record.Count).Where(i => record[i] is not ("" or "result" or "table" or "_start" or "_stop" or "_measurement")).ToList();
        _tags = [.. named.Where(IsGrouped)];
        _columns = [.. named.Where(i => !IsGrouped(i))];
        _cells = new InfluxCell[_columns.Length];
    }

    private bool IsGrouped(int column) => column < _groups.Count && _groups[column] == "true";

    private void AddRow(List<string> record)
    {
        // A record of another length is not a row: what is missing counts as empty.
        while (record.Count < _header.Count)
            record.Add("");
        if (_header.Contains("error") && _header.Contains("reference"))
            throw new InfluxException(InfluxFailure.Refused, $"flux: {ValueAt(record, _header.IndexOf("error"))}");

        var table = _header.IndexOf("table") is >= 0 and var at ? ValueAt(record, at) : "";
        if (table != _table)
            BeginTable(table, record);
        for (var i = 0; i < _columns.Length; i++)
            _cells[i] = CellAt(record, _columns[i]);
        rows.Add(_cells);
    }

    private void BeginTable(string table, List<string> record)
    {
        EndTable();
        _table = table;
        var measurement = _header.IndexOf("_measurement");
        rows.Begin(new InfluxSeries(
            measurement >= 0 ? ValueAt(record, measurement) : "",
            [.. _tags.Select(i => KeyValuePair.Create(_header[i], ValueAt(record, i)))],
            [.. _columns.Select(i => _header[i] == Time ? "time" : _header[i])]));
    }

    private void EndTable()
    {
        if (_table is null)
            return;
        _table = null;
        rows.End();
    }

    private string ValueAt(List<string> record, int column) =>
        record[column].Length == 0 && column < _defaults.Count ? _defaults[column] : record[column];

    private InfluxCell CellAt(List<string> record, int column)
    {
        var value = ValueAt(record, column);
        var type = column < _types.Count ? _types[column] : "string";
        if (type == "string")
            return InfluxCell.Of(value);
        if (value.Length == 0)
            return default;
        return type switch
        {
            "boolean" => InfluxCell.Of(value == "true"),
            "long" or "unsignedLong" or "double" => NumberOf(value, type, _header[column]),
            _ => InfluxCell.Of(value),
        };
    }

    private static InfluxCell NumberOf(string value, string type, string column)
    {
        if (type == "long" && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return InfluxCell.Of(integer);
        if (double.TryParse(value.Replace("Inf", "Infinity", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return InfluxCell.Of(number);
        throw new InfluxException(InfluxFailure.Garbled, $"the column {column} of the answer is a {type} and holds '{value}'");
    }
}
