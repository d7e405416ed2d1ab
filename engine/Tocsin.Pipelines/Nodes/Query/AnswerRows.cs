using Tocsin.Dsl.Data;
using Tocsin.Influx.Answers;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>
/// Makes batches of an answer while it arrives. A value that is null is not a field, and a row without any field no point; a series without
/// points is an empty batch.
/// </summary>
internal sealed class AnswerRows(SeriesTable table, AnswerMemory memory) : IInfluxRows, IDisposable
{
    private const string TimeColumn = "time";

    // Object headers, references and the arrays of a point.
    private const long BytesOfPoint = 128;
    private const long BytesOfSeries = 1024;

    private readonly List<SourceBatch> _batches = [];
    private readonly AnswerMemory.Share _memory = memory.Open();
    private bool _isTaken;

    private List<Point> _points = [];
    private InfluxSeries? _series;
    private Series? _interned;
    private int _timeColumn;
    private long _latest;

    // The fields of the row before: most rows have the same.
    private FieldType[] _types = [];
    private FieldLayout _layout = FieldLayout.Empty;
    private int[] _columns = [];
    private string?[] _lastTexts = [];
    private bool _hasTexts;

    /// <summary>The end of the span of time that is asked for.</summary>
    public required long Stop { get; init; }

    /// <summary>True when a batch ends with its last point.</summary>
    public bool EndsWithPoints { get; init; }

    /// <summary>True when whole numbers stay whole; else all are floats.</summary>
    public bool KeepsIntegers { get; init; }

    /// <summary>True when the measurement tells groups apart.</summary>
    public bool IsByName { get; init; }

    /// <summary>The whole answer, which the caller disposes.</summary>
    public BatchAnswer Take()
    {
        _isTaken = true;
        return new BatchAnswer(_batches, _memory);
    }

    /// <exception cref="InfluxException">It has more columns than a point has fields.</exception>
    public void Begin(InfluxSeries series)
    {
        if (series.Columns.Count > LineProtocolReader.MostFields)
            throw new InfluxException(InfluxFailure.Refused, $"the answer has {series.Columns.Count} columns for '{series.Name}', more than the {LineProtocolReader.MostFields} that are taken: name the fields after SELECT");
        _memory.Use(BytesOfSeries);
        _series = series;
        _interned = table.Intern(Origin.None, series.Name, TagSet.From(series.Tags));
        _timeColumn = series.IndexOf(TimeColumn);
        _points = [];
        _latest = long.MinValue;
        _types = new FieldType[series.Columns.Count];
        _lastTexts = new string?[series.Columns.Count];
        Plan([]);
    }

    public void Add(ReadOnlySpan<InfluxCell> cells)
    {
        if (!IsPlanned(cells))
            Plan(cells);
        if (_columns.Length == 0)
            return;

        var time = TimeOf(cells);
        var numbers = new long[_columns.Length];
        var texts = _hasTexts ? new string?[_columns.Length] : [];
        for (var slot = 0; slot < _columns.Length; slot++)
            Put(cells[_columns[slot]], _columns[slot], slot, numbers, texts);
        _memory.Use(BytesOfPoint + (8L * (numbers.Length + texts.Length)));
        _points.Add(Point.Create(_interned!, time, _layout, numbers, texts)); // A row comes after the begin of its series.
        _latest = Math.Max(_latest, time);
    }

    public void End()
    {
        var series = _interned!; // The end of a series comes after its begin.
        _batches.Add(new SourceBatch(series.Name, IsByName, series.Tags, EndsWithPoints && _points.Count > 0 ? _latest : Stop, _points));
    }

    public void Dispose()
    {
        if (!_isTaken)
            _memory.Dispose();
    }

    private void Put(in InfluxCell cell, int column, int slot, long[] numbers, string?[] texts)
    {
        switch (cell.Kind)
        {
            case CellKind.Integer when KeepsIntegers:
                numbers[slot] = cell.Integer;
                break;
            case CellKind.Integer or CellKind.Float:
                numbers[slot] = BitConverter.DoubleToInt64Bits(cell.Number);
                break;
            case CellKind.Boolean:
                numbers[slot] = cell.Boolean ? 1 : 0;
                break;
            default:
                // The text of the row before is one object with this one, when it is the same.
                if (!ReferenceEquals(_lastTexts[column], cell.Text))
                    _memory.Use(2L * cell.Text.Length);
                texts[slot] = _lastTexts[column] = cell.Text;
                break;
        }
    }

    private bool IsPlanned(ReadOnlySpan<InfluxCell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (TypeOf(cells[i], i) != _types[i])
                return false;
        }

        return true;
    }

    private void Plan(ReadOnlySpan<InfluxCell> cells)
    {
        var columns = new List<int>();
        var fields = new List<(string Name, FieldType Type)>();
        _hasTexts = false;
        for (var i = 0; i < cells.Length; i++)
        {
            _types[i] = TypeOf(cells[i], i);
            if (_types[i] == FieldType.Null)
                continue;
            columns.Add(i);
            fields.Add((_series!.Columns[i], _types[i])); // A row comes after the begin of its series.
            _hasTexts |= _types[i] == FieldType.String;
        }

        _layout = FieldLayout.Of([.. fields]);
        _columns = [.. columns];
    }

    private FieldType TypeOf(in InfluxCell cell, int column) => column == _timeColumn ? FieldType.Null : cell.Kind switch
    {
        CellKind.Integer => KeepsIntegers ? FieldType.Integer : FieldType.Float,
        CellKind.Float => FieldType.Float,
        CellKind.Boolean => FieldType.Boolean,
        CellKind.Text => FieldType.String,
        _ => FieldType.Null,
    };

    private long TimeOf(ReadOnlySpan<InfluxCell> cells)
    {
        if (_timeColumn < 0)
            return Stop;
        var cell = cells[_timeColumn];
        if (cell.Kind == CellKind.Integer)
            return cell.Integer;
        if (cell.Kind == CellKind.Text && AnswerTime.TryRead(cell.Text, out var time))
            return time;
        throw new InfluxException(InfluxFailure.Garbled, $"the time of a row of '{_series!.Name}' is '{cell}', which is not a time");
    }
}
