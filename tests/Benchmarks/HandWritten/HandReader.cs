using System.Buffers.Text;
using System.Text;

namespace Tocsin.Benchmarks.HandWritten;

/// <summary>Reads lines of <c>cpu</c> with three floats and nothing else, with what the framework offers: no checks, no escapes, no other types.</summary>
internal sealed class HandReader
{
    private const int LongestKey = 256;

    private readonly Dictionary<string, HandSeries> _series = [];
    private readonly Dictionary<string, HandSeries>.AlternateLookup<ReadOnlySpan<char>> _byKey;

    public HandReader() => _byKey = _series.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Read(ReadOnlySpan<byte> body, List<HandReading> readings)
    {
        readings.Clear();
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'\n');
            readings.Add(ReadLine(body[..end]));
            body = body[(end + 1)..];
        }
    }

    private HandReading ReadLine(ReadOnlySpan<byte> line)
    {
        var blank = line.IndexOf((byte)' ');
        var reading = new HandReading { Series = SeriesOf(line[..blank]) };
        line = line[(blank + 1)..];
        reading.Idle = ReadField(ref line);
        reading.User = ReadField(ref line);
        reading.System = ReadField(ref line);
        Utf8Parser.TryParse(line, out reading.Time, out _);
        return reading;
    }

    private HandSeries SeriesOf(ReadOnlySpan<byte> key)
    {
        Span<char> text = stackalloc char[LongestKey];
        text = text[..Encoding.UTF8.GetChars(key, text)];
        if (_byKey.TryGetValue(text, out var series))
            return series;

        var parts = text.ToString().Split(',');
        return _byKey[text] = new HandSeries(parts[0], parts[1]["host=".Length..]);
    }

    private static double ReadField(ref ReadOnlySpan<byte> line)
    {
        line = line[(line.IndexOf((byte)'=') + 1)..];
        Utf8Parser.TryParse(line, out double value, out var used);
        line = line[(used + 1)..];
        return value;
    }
}
