using System.Globalization;
using System.Text;

namespace Tocsin.Inputs.Scraping;

/// <summary>
/// Reads the text format of Prometheus: <c>name{label="value"} 3.2 1767225610000</c>, a sample a line. OpenMetrics gives times in seconds, and
/// an exemplar behind a sample, <c># {trace_id="a"} 0.5</c>, which is left out.
/// </summary>
internal static class ExpositionReader
{
    private const int MostLabels = 1000;

    /// <summary>Hands on each sample.</summary>
    /// <exception cref="FormatException">A line is not in the format; the message names it. Samples before it were handed on.</exception>
    public static void Read(ReadOnlySpan<byte> text, bool isOpenMetrics, Action<ScrapedSample> take)
    {
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '#')
                continue;
            take(new Line(line, number, isOpenMetrics).Read());
        }
    }

    private ref struct Line(ReadOnlySpan<byte> text, int number, bool isOpenMetrics)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;

        public ScrapedSample Read()
        {
            var name = Name("a metric");
            var labels = Labels();
            var value = Number(Word());
            var time = IsAtExemplar ? default : Word();
            if (_at < _text.Length && !IsAtExemplar)
                throw Wrong("something follows the time");
            return new ScrapedSample(name, labels, value, time.IsEmpty ? null : Time(time));
        }

        private readonly bool IsAtExemplar => _at < _text.Length && _text[_at] == '#';

        private List<KeyValuePair<string, string>> Labels()
        {
            var labels = new List<KeyValuePair<string, string>>();
            SkipBlanks();
            if (!Take('{'))
                return labels;
            while (true)
            {
                SkipBlanks();
                if (Take('}'))
                    return labels;
                if (labels.Count == MostLabels)
                    throw Wrong($"there are more than {MostLabels} labels");
                var name = Name("a label");
                SkipBlanks();
                if (!Take('='))
                    throw Wrong($"the label {name} has no '='");
                SkipBlanks();
                labels.Add(new(name, Quoted(name)));
                SkipBlanks();
                if (!Take(',') && (_at == _text.Length || _text[_at] != '}'))
                    throw Wrong($"the label {name} is followed by neither a comma nor a closing brace");
            }
        }

        private string Name(string what)
        {
            var start = _at;
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit((char)_text[_at]) || _text[_at] is (byte)'_' or (byte)':'))
                _at++;
            return _at > start ? Encoding.ASCII.GetString(_text[start.._at]) : throw Wrong($"{what} has no name");
        }

        private string Quoted(string label)
        {
            if (!Take('"'))
                throw Wrong($"the value of the label {label} is not in double quotes");
            var start = _at;
            var hasEscapes = false;
            while (_at < _text.Length && _text[_at] != '"')
            {
                hasEscapes |= _text[_at] == '\\';
                _at += _text[_at] == '\\' ? 2 : 1;
            }

            if (_at >= _text.Length)
                throw Wrong($"the value of the label {label} has no closing double quote");
            var value = Encoding.UTF8.GetString(_text[start.._at++]);
            return hasEscapes ? Unescaped(value) : value;
        }

        private static string Unescaped(string value)
        {
            var text = new StringBuilder(value.Length);
            for (var i = 0; i < value.Length; i++)
            {
                if (value[i] == '\\' && i + 1 < value.Length && value[i + 1] is '\\' or '"' or 'n')
                    text.Append(value[++i] == 'n' ? '\n' : value[i]);
                else
                    text.Append(value[i]);
            }

            return text.ToString();
        }

        private readonly double Number(ReadOnlySpan<byte> word)
        {
            var text = Encoding.UTF8.GetString(word);
            return text.ToUpperInvariant() switch
            {
                "NAN" => double.NaN,
                "+INF" or "INF" => double.PositiveInfinity,
                "-INF" => double.NegativeInfinity,
                _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
                _ => throw Wrong($"the value '{text}' is not a number"),
            };
        }

        private readonly long Time(ReadOnlySpan<byte> word)
        {
            if (!isOpenMetrics)
                return Milliseconds(word);
            return decimal.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < long.MaxValue / 1_000_000_000
                ? (long)(seconds * 1000)
                : throw Wrong($"the time '{Encoding.UTF8.GetString(word)}' is not a number of seconds");
        }

        private readonly long Milliseconds(ReadOnlySpan<byte> word) =>
            long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) && Math.Abs(time) < long.MaxValue / 1_000_000
                ? time
                : throw Wrong($"the time '{Encoding.UTF8.GetString(word)}' is not a number of milliseconds");

        private ReadOnlySpan<byte> Word()
        {
            SkipBlanks();
            var start = _at;
            while (_at < _text.Length && _text[_at] is not ((byte)' ' or (byte)'\t'))
                _at++;
            var word = _text[start.._at];
            SkipBlanks();
            return word;
        }

        private void SkipBlanks()
        {
            while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t')
                _at++;
        }

        private bool Take(char c)
        {
            if (_at == _text.Length || _text[_at] != c)
                return false;
            _at++;
            return true;
        }

        private readonly FormatException Wrong(string why) => new($"line {number} char {_at + 1} of the answer: {why}");
    }
}
