using System.Text.Json;
using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Answers;

/// <summary>
/// Reads the JSON of an answer in the pieces in which it arrives: one document, or one for each chunk. A series that goes on in the next
/// chunk is one series for the receiver.
/// </summary>
internal sealed class AnswerParser(IInfluxRows rows)
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 32 };

    private JsonReaderState _json = new(Options);
    private AnswerState _state = AnswerState.Outside;

    // What the value at hand is, in Document, Result and Series.
    private string _property = "";

    // Depth of what is left out; 0 when nothing is.
    private int _skipped;

    private string _name = "";
    private string _tag = "";
    private readonly List<KeyValuePair<string, string>> _tags = [];
    private List<string> _columns = [];
    private InfluxCell[] _cells = [];
    private string?[] _lastTexts = [];
    private List<string>? _list;
    private int _filled;
    private bool _isOpen;
    private bool _goesOn;

    // Of the result that was read last: InfluxDB says so in each but the last piece of a statement's answer.
    private bool _moreComes;

    /// <summary>True when all that was begun has ended.</summary>
    public bool IsWhole => _state == AnswerState.Outside && !_goesOn && !_moreComes;

    /// <summary>True when there was a result, even one without series: InfluxDB writes one for each statement.</summary>
    public bool HasResult { get; private set; }

    /// <summary>True when the answer ends although its last series was to go on.</summary>
    public bool IsCut => _state == AnswerState.Outside && _goesOn;

    /// <summary>Reads what can be read.</summary>
    /// <param name="bytes">What was left of the last piece, and the next one.</param>
    /// <returns>Bytes that are done with; the others are given again.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InfluxException">The answer is an error, or no answer of InfluxDB.</exception>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, _json);
        while (reader.Read())
        {
            if (_state == AnswerState.Row)
                ReadCell(ref reader);
            else if (_skipped > 0)
                Skip(reader.TokenType);
            else
                ReadToken(ref reader);
        }

        _json = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    /// <summary>The answer is over.</summary>
    public void End()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        rows.End();
    }

    private void ReadToken(ref Utf8JsonReader reader)
    {
        switch (_state, reader.TokenType)
        {
            case (AnswerState.Outside, JsonTokenType.StartObject):
                Enter(AnswerState.Document);
                break;
            case (AnswerState.Document, JsonTokenType.EndObject):
                Enter(AnswerState.Outside);
                break;
            case (AnswerState.Document or AnswerState.Result or AnswerState.Series, JsonTokenType.PropertyName):
                _property = Known(ref reader);
                break;
            case (AnswerState.Document, JsonTokenType.StartArray) when _property == "results":
                Enter(AnswerState.Results);
                break;
            case (AnswerState.Results, JsonTokenType.StartObject):
                HasResult = true;
                _moreComes = false;
                Enter(AnswerState.Result);
                break;
            case (AnswerState.Results, JsonTokenType.EndArray):
                Enter(AnswerState.Document);
                break;
            case (AnswerState.Document or AnswerState.Result, JsonTokenType.String) when _property == "error":
                throw Refused(reader.GetString() ?? "");
            case (AnswerState.Result, JsonTokenType.StartArray) when _property == "series":
                Enter(AnswerState.SeriesList);
                break;
            case (AnswerState.Result, JsonTokenType.True) when _property == "partial":
                _moreComes = true;
                break;
            case (AnswerState.Result, JsonTokenType.EndObject):
                Enter(AnswerState.Results);
                break;
            case (AnswerState.SeriesList, JsonTokenType.StartObject):
                BeginSeries();
                break;
            case (AnswerState.SeriesList, JsonTokenType.EndArray):
                Enter(AnswerState.Result);
                break;
            default:
                ReadSeriesToken(ref reader);
                break;
        }
    }

    private void ReadSeriesToken(ref Utf8JsonReader reader)
    {
        switch (_state, reader.TokenType)
        {
            case (AnswerState.Series, JsonTokenType.String) when _property == "name":
                _name = Same(ref reader, _name);
                break;
            case (AnswerState.Series, JsonTokenType.StartObject) when _property == "tags":
                Enter(AnswerState.Tags);
                break;
            case (AnswerState.Tags, JsonTokenType.PropertyName):
                _tag = reader.GetString() ?? "";
                break;
            case (AnswerState.Tags, JsonTokenType.String):
                _tags.Add(new(_tag, reader.GetString() ?? ""));
                break;
            case (AnswerState.Tags, JsonTokenType.EndObject):
                Enter(AnswerState.Series);
                break;
            case (AnswerState.Series, JsonTokenType.StartArray) when _property == "columns":
                _columns = [];
                Enter(AnswerState.Columns);
                break;
            case (AnswerState.Columns, JsonTokenType.String):
                _columns.Add(reader.GetString() ?? "");
                break;
            case (AnswerState.Columns or AnswerState.Values, JsonTokenType.EndArray):
                Enter(AnswerState.Series);
                break;
            case (AnswerState.Series, JsonTokenType.StartArray) when _property == "values":
                OpenSeries();
                Enter(AnswerState.Values);
                break;
            case (AnswerState.Values, JsonTokenType.StartArray):
                _filled = 0;
                _state = AnswerState.Row;
                break;
            case (AnswerState.Series, JsonTokenType.True) when _property == "partial":
                _goesOn = true;
                break;
            case (AnswerState.Series, JsonTokenType.EndObject):
                EndSeries();
                break;
            case (AnswerState.Document or AnswerState.Result or AnswerState.Series, _):
                SkipValue(reader.TokenType);
                break;
            default:
                throw Unexpected($"{reader.TokenType} in {_state}");
        }
    }

    private void Enter(AnswerState state)
    {
        _state = state;
        _property = "";
    }

    private void BeginSeries()
    {
        _tags.Clear();
        if (!_goesOn)
            End();
        Enter(AnswerState.Series);
    }

    // Its columns come before its rows.
    private void OpenSeries()
    {
        if (_isOpen)
        {
            if (_columns.Count != _cells.Length)
                throw Unexpected($"a series goes on with {_columns.Count} columns after {_cells.Length}");
            _goesOn = false;
            return;
        }

        _goesOn = false;
        _isOpen = true;
        _cells = new InfluxCell[_columns.Count];
        _lastTexts = new string?[_columns.Count];
        rows.Begin(new InfluxSeries(_name, [.. _tags], _columns));
    }

    private void EndSeries()
    {
        if (!_isOpen)
            OpenSeries(); // A series without values is a series.
        if (!_goesOn)
            End();
        Enter(AnswerState.SeriesList);
    }

    private void ReadCell(ref Utf8JsonReader reader)
    {
        var token = reader.TokenType;
        if (_list is not null)
        {
            ReadListItem(ref reader, _list);
            return;
        }

        if (token == JsonTokenType.EndArray)
        {
            if (_filled != _cells.Length)
                throw Unexpected($"a row has {_filled} values for {_cells.Length} columns");
            _state = AnswerState.Values;
            rows.Add(_cells);
            return;
        }

        if (_filled >= _cells.Length)
            throw Unexpected($"a row has more values than its {_cells.Length} columns");
        if (token == JsonTokenType.StartArray)
        {
            _list = [];
            return;
        }

        var at = _filled++;
        _cells[at] = token switch
        {
            JsonTokenType.Number => CellNumber.Read(reader.ValueSpan),
            JsonTokenType.Null => default,
            JsonTokenType.String => InfluxCell.Of(_lastTexts[at] = Same(ref reader, _lastTexts[at])),
            JsonTokenType.True => InfluxCell.Of(true),
            JsonTokenType.False => InfluxCell.Of(false),
            _ => throw Unexpected($"a value of a row is a {token}"),
        };
    }

    // The destinations of a subscription: a text with a line for each.
    private void ReadListItem(ref Utf8JsonReader reader, List<string> list)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray:
                _cells[_filled++] = InfluxCell.Of(string.Join('\n', list));
                _list = null;
                break;
            case JsonTokenType.String:
                list.Add(reader.GetString() ?? "");
                break;
            default:
                throw Unexpected($"a list within a row holds a {reader.TokenType}");
        }
    }

    // Tags in columns repeat: the text of the row before is most often the same.
    private static string Same(ref Utf8JsonReader reader, string? before) =>
        before is not null && reader.ValueTextEquals(before) ? before : reader.GetString() ?? "";

    private static string Known(ref Utf8JsonReader reader)
    {
        foreach (var name in (ReadOnlySpan<string>)["values", "name", "tags", "columns", "partial", "series", "results", "error"])
        {
            if (reader.ValueTextEquals(name))
                return name;
        }

        return "";
    }

    private void SkipValue(JsonTokenType token)
    {
        if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            _skipped = 1;
    }

    private void Skip(JsonTokenType token)
    {
        if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            _skipped++;
        else if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
            _skipped--;
    }

    private static InfluxException Refused(string text) =>
        new(text.Contains("timeout", StringComparison.Ordinal) ? InfluxFailure.Unavailable : InfluxFailure.Refused, text);

    private static InfluxException Unexpected(string what) =>
        new(InfluxFailure.Garbled, $"the answer is not one of InfluxDB: {what}");
}
