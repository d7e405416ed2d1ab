using System.Text;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>
/// Reads line protocol in place. A line of a known series with the fields of the line before costs no allocation. A bad line is reported
/// and the others are kept.
/// </summary>
internal ref struct LineProtocolReader
{
    /// <summary>Bad lines reported for one body; those after it are left out like them, without a word.</summary>
    public const int MostErrors = 100;

    /// <summary>Fields of one line; a line with more is bad.</summary>
    public const int MostFields = 10_000;

    /// <summary>Bytes of a line's measurement and tags; a line with more is bad, as at InfluxDB.</summary>
    public const int MostKeyBytes = 65_535;

    private const long EarliestTime = -9223372036854775806;
    private const long LatestTime = 9223372036854775806;

    // What is read at once of a large body: points take many times the memory of their lines.
    private const int MostPoints = PointBatch.KeptPoints;
    private const int MostBytes = 1024 * 1024;

    private readonly ReadOnlySpan<byte> _body;
    private readonly SeriesTable _table;
    private readonly PointBatch _batch;
    private readonly Precision _precision;
    private readonly long _now;
    private List<LineError>? _errors;
    private BackslashReading _backslashes;
    private SeriesEntry? _last;
    private Measurement? _measurement;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private LineProtocolReader(ReadOnlySpan<byte> body, SeriesTable table, PointBatch batch, Precision precision, long now)
    {
        _body = body;
        _table = table;
        _batch = batch;
        _precision = precision;
        _now = now - (now % precision.Nanoseconds);
    }

    /// <summary>Adds the points of a body to a batch.</summary>
    /// <param name="body">UTF-8 text.</param>
    /// <param name="table">Where series are interned.</param>
    /// <param name="batch">Takes the points; its origin is theirs.</param>
    /// <param name="precision">The unit of the times.</param>
    /// <param name="now">The time of lines that have none, in nanoseconds.</param>
    /// <returns>The lines that are bad, at most <see cref="MostErrors"/>.</returns>
    public static IReadOnlyList<LineError> Read(
        ReadOnlySpan<byte> body, SeriesTable table, PointBatch batch, Precision precision, long now)
    {
        var progress = new ReadProgress();
        while (ReadPart(body, ref progress, table, batch, precision, now, int.MaxValue))
        {
            // All of it goes into one batch.
        }

        return progress.Errors ?? (IReadOnlyList<LineError>)[];
    }

    /// <summary>The same for the next part of a body; false when it was the last.</summary>
    internal static bool ReadPart(
        ReadOnlySpan<byte> body, ref ReadProgress progress, SeriesTable table, PointBatch batch, Precision precision, long now, int mostPoints = MostPoints)
    {
        var reader = new LineProtocolReader(body, table, batch, precision, now)
        {
            _at = progress.At,
            _line = progress.Line,
            _lineStart = progress.LineStart,
            _errors = progress.Errors,
        };
        bool more;
        while ((more = reader.SkipToLine()) && batch.Count < mostPoints && reader._at - progress.At < MostBytes)
            reader.ReadLine();
        progress = new ReadProgress { At = reader._at, Line = reader._line, LineStart = reader._lineStart, Errors = reader._errors };
        return more;
    }

    private bool SkipToLine()
    {
        while (_at < _body.Length)
        {
            switch (_body[_at])
            {
                case (byte)'\n':
                    _at++;
                    _line++;
                    _lineStart = _at;
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or 0:
                    _at++;
                    break;
                case (byte)'#':
                    _at = EndOfLine(_at);
                    break;
                default:
                    return true;
            }
        }

        return false;
    }

    private void ReadLine()
    {
        var (start, line, lineStart, errors) = (_at, _line, _lineStart, _errors?.Count ?? 0);
        if (TryReadLine() || _body[start..EndOfLine(start)].IndexOf(@"\\"u8) < 0)
            return;

        // A value that ends in two backslashes, such as a folder of Windows, has guarded the separator behind it.
        var failed = (_at, _line, _lineStart, Errors: _errors?.Count ?? 0);
        (_at, _line, _lineStart, _backslashes) = (start, line, lineStart, BackslashReading.Paired);
        if (!TryReadLine())
            (_at, _line, _lineStart, errors) = failed;
        _backslashes = BackslashReading.Nearest;
        _errors?.RemoveRange(errors, _errors.Count - errors);
    }

    private bool TryReadLine()
    {
        if (ReadKey() is not { } series)
            return false;
        if (!ReferenceEquals(series.Measurement, _measurement))
        {
            _measurement = series.Measurement;
            _measurement.Names.Note(_now);
        }

        var point = _batch.Next();
        while (_at < _body.Length && _body[_at] == ' ')
            _at++;

        if (!(ReadExpectedFields(series, point) || ReadFields(series, point)) || !ReadTime(point))
            return false;
        _batch.Accept();
        return true;
    }

    private Series? ReadKey()
    {
        if (_last?.Follower is { } follower && follower.Begins(_body[_at..]))
        {
            _last = follower;
            _at += follower.RawKey.Length;
            return follower.Series;
        }

        var start = _at;
        var end = EndOfKey();
        if (end < 0)
        {
            Fail(start, "the line has no fields: write 'measurement,tag=value field=value time'");
            return null;
        }

        var key = _body[start..end];
        var hash = KeyHash.Of(key);
        var entry = _table.Find(_batch.Origin, key, hash);
        if (entry is not null)
            _last?.Precedes(entry);
        _last = entry;
        _at = end;
        return entry?.Series ?? Learn(start, key, hash);
    }

    /// <summary>The end of the measurement and tags: the first blank that no backslash guards. -1 when the line ends before.</summary>
    private readonly int EndOfKey()
    {
        for (var at = _at; at < _body.Length; at++)
        {
            var found = _body[at..].IndexOfAny((byte)' ', (byte)'\n');
            if (found < 0)
                return -1;
            at += found;
            var isBlank = _body[at] == ' ';
            if (!Backslashes.Guard(_body[_at..], at - _at, isBlank ? _backslashes : BackslashReading.Paired))
                return isBlank ? at : -1;
        }

        return -1;
    }

    private Series? Learn(int start, ReadOnlySpan<byte> key, int hash)
    {
        if (key.Length > MostKeyBytes)
        {
            Fail(start, $"measurement and tags have {key.Length} bytes, more than {MostKeyBytes}: leave tags out, or write them as fields");
            return null;
        }

        if (!SeriesKeyReader.TryRead(key, _backslashes, out var name, out var tags, out var badAt, out var problem))
        {
            Fail(start + badAt, problem);
            return null;
        }

        var series = _table.Intern(_batch.Origin, name, tags);
        _table.Remember(key, hash, series);
        return series;
    }

    /// <summary>Reads the same fields in the same order as the series' last line had; false, with nothing consumed, where they differ.</summary>
    private bool ReadExpectedFields(Series series, Point point)
    {
        var plan = series.LastPlan;
        if (plan is null)
            return false;

        point.Reset(series, plan.Layout);
        var used = ExpectedFieldsReader.Read(_body[_at..], plan, point);
        _at += used;
        return used > 0;
    }

    private bool ReadFields(Series series, Point point)
    {
        point.Reset(series, FieldLayout.Empty);
        while (true)
        {
            if (!ReadField(point))
                return false;
            if (_at == _body.Length || _body[_at] != ',')
                break;
            if (point.Layout.Count == MostFields)
            {
                Fail(_at, $"the line has more than {MostFields} fields: write some of them in a line of their own");
                return false;
            }

            _at++;
        }

        if (_at < _body.Length && _body[_at] is not ((byte)' ' or (byte)'\n' or (byte)'\r'))
        {
            Fail(_at, "expected a comma, a blank or the end of the line after a field");
            return false;
        }

        series.LastPlan = FieldPlan.For(point.Layout);
        series.Measurement.Names.Note(point.Layout);
        return true;
    }

    private bool ReadField(Point point)
    {
        var start = _at;
        _at += EndOfFieldName();
        if (_at == _body.Length || _body[_at] != '=')
        {
            Fail(start, "expected a field 'name=value'");
            return false;
        }

        if (_at == start)
        {
            Fail(start, "a field has no name before its '='");
            return false;
        }

        var name = SeriesKeyReader.Unescape(_body[start.._at], ",\" ="u8);
        _at++;
        return ReadValue(point, name);
    }

    /// <summary>How long the name of a field is: up to the first separator that no backslash guards.</summary>
    private readonly int EndOfFieldName()
    {
        var text = _body[_at..];
        var values = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ((byte)'=' or (byte)',' or (byte)' ' or (byte)'\n'))
                continue;

            // InfluxDB counts fields by one reading and names them by the other: the comma of a value that has become part of the name
            // belongs to the name too.
            if (Backslashes.Guard(text, at, _backslashes))
                values += text[at] == '=' && !Backslashes.Guard(text, at, BackslashReading.Paired) ? 1 : 0;
            else if (text[at] != ',' || values-- == 0)
                return at;
        }

        return text.Length;
    }

    private bool ReadValue(Point point, string name)
    {
        if (_at == _body.Length || _body[_at] is (byte)',' or (byte)' ' or (byte)'\n')
        {
            Fail(_at, $"field '{name}' has no value after its '='");
            return false;
        }

        if (_body[_at] == '"')
            return ReadText(point, name);
        if (_body[_at] is (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'))
            return ReadNumber(point, name);

        var word = _body[_at..EndOfWord()];
        if (BooleanReader.Read(word, out var value) != word.Length)
        {
            Fail(_at, $"field '{name}' is neither a number, nor true or false, nor a text in double quotes");
            return false;
        }

        Store(point, name, FieldType.Boolean, value);
        _at += word.Length;
        return true;
    }

    private bool ReadNumber(Point point, string name)
    {
        var word = _body[_at..EndOfWord()];
        if (word[^1] == 'i')
        {
            var used = NumberReader.ReadInteger(word, out var integer);
            if (used != word.Length - 1)
            {
                Fail(_at, used < 0 ? $"field '{name}' does not fit a 64-bit integer" : $"field '{name}' is not an integer such as 5i");
                return false;
            }

            Store(point, name, FieldType.Integer, integer);
        }
        else
        {
            if (NumberReader.ReadFloat(word, out var number) != word.Length)
            {
                Fail(_at, $"field '{name}' is not a number such as 5, -0.5, 1e3 or 5i");
                return false;
            }

            Store(point, name, FieldType.Float, BitConverter.DoubleToInt64Bits(number));
        }

        _at += word.Length;
        return true;
    }

    private bool ReadText(Point point, string name)
    {
        var start = _at++;
        var escaped = false;
        while (true)
        {
            var found = _body[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0 || (_body[_at + found] == '\\' && _at + found + 1 == _body.Length))
            {
                // The text may have swallowed whole lines: go on after the one it began in.
                _at = start;
                Fail(start, $"the text of field '{name}' has no closing double quote", isOpenText: true);
                return false;
            }

            _at += found;
            if (_body[_at] == '"')
                break;
            escaped = true;
            _at += 2;
        }

        var raw = _body[(start + 1).._at];
        Store(point, name, FieldType.String, 0, escaped ? SeriesKeyReader.Unescape(raw, "\"\\"u8) : Encoding.UTF8.GetString(raw));
        if (raw.LastIndexOf((byte)'\n') is var last and >= 0)
        {
            _line += raw.Count((byte)'\n');
            _lineStart = start + 1 + last + 1;
        }

        _at++;
        return true;
    }

    private static void Store(Point point, string name, FieldType type, long number, string? text = null)
    {
        var before = point.Layout.Count;
        point.Layout = point.Layout.With(name, type);
        var slot = point.Layout.Count > before ? before : point.Layout.IndexOf(name);
        if (slot >= point.Numbers.Length)
            Array.Resize(ref point.Numbers, Math.Max(8, slot * 2));
        point.Numbers[slot] = number;
        if (text is null)
            return;
        point.EnsureTexts(slot + 1);
        point.Texts[slot] = text;
    }

    private bool ReadTime(Point point)
    {
        while (_at < _body.Length && _body[_at] is (byte)' ' or (byte)'\t' or (byte)'\r')
            _at++;
        if (_at == _body.Length || _body[_at] == '\n')
        {
            point.Time = _now;
            return true;
        }

        var used = NumberReader.ReadInteger(_body[_at..], out var units);
        if (used == 0)
        {
            Fail(_at, "the time is not a whole number");
            return false;
        }

        var high = Math.BigMul(units, _precision.Nanoseconds, out var time);
        if (used < 0 || high != time >> 63 || time is < EarliestTime or > LatestTime)
        {
            Fail(_at, $"the time lies outside {EarliestTime} to {LatestTime} nanoseconds since 1970");
            return false;
        }

        var end = _at + used;
        while (end < _body.Length && _body[end] is (byte)' ' or (byte)'\t' or (byte)'\r')
            end++;
        if (end < _body.Length && _body[end] != '\n')
        {
            Fail(_at + used, "expected the end of the line after the time");
            return false;
        }

        _at = end;
        point.Time = time;
        return true;
    }

    private readonly int EndOfWord()
    {
        var length = _body[_at..].IndexOfAny(" ,\n\r"u8);
        return length < 0 ? _body.Length : _at + length;
    }

    private readonly int EndOfLine(int at)
    {
        var length = _body[at..].IndexOf((byte)'\n');
        return length < 0 ? _body.Length : at + length;
    }

    private void Fail(int at, string reason, bool isOpenText = false)
    {
        _errors ??= [];
        if (_errors.Count < MostErrors)
            _errors.Add(new LineError(_line, at - _lineStart + 1, reason) { IsOpenText = isOpenText });
        _at = EndOfLine(at);
    }
}
