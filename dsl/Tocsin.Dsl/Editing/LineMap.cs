using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing;

/// <summary>From offsets in a text to lines and columns as editors count them, both from 0 and in UTF-16 units, and back. Immutable.</summary>
public sealed class LineMap
{
    private readonly List<int> _starts = [0];
    private readonly string _text;

    /// <summary>Finds the lines of a text: they end with a line feed, a carriage return, or both.</summary>
    public LineMap(string text)
    {
        _text = text;
        for (var at = text.AsSpan().IndexOfAny('\n', '\r'); at >= 0;)
        {
            var next = at + (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1);
            _starts.Add(next);
            var more = text.AsSpan(next).IndexOfAny('\n', '\r');
            at = more < 0 ? -1 : next + more;
        }
    }

    /// <summary>How many lines there are; an empty text has one.</summary>
    public int Count => _starts.Count;

    /// <summary>Line and column of an offset; of one outside the text, those of its nearer end.</summary>
    public (int Line, int Column) PlaceOf(int offset)
    {
        var at = Math.Clamp(offset, 0, _text.Length);
        var found = _starts.BinarySearch(at);
        var line = found >= 0 ? found : ~found - 1;
        return (line, at - _starts[line]);
    }

    /// <summary>The offset of a line and column; a column behind the line's end means the end, as editors agreed.</summary>
    public int OffsetOf(int line, int column)
    {
        if (line < 0)
            return 0;
        if (line >= _starts.Count)
            return _text.Length;
        return (int)Math.Clamp((long)_starts[line] + column, _starts[line], EndOf(line));
    }

    /// <summary>Where a line begins.</summary>
    public int StartOf(int line) => _starts[line];

    /// <summary>Where a line ends, before what ends it.</summary>
    public int EndOf(int line)
    {
        var end = line + 1 < _starts.Count ? _starts[line + 1] : _text.Length;
        while (end > _starts[line] && _text[end - 1] is '\n' or '\r')
            end--;
        return end;
    }

    /// <summary>The parts of a span that stand on a line each, without the line ends.</summary>
    public IEnumerable<TextSpan> LinesOf(TextSpan span)
    {
        var (first, _) = PlaceOf(span.Start);
        var (last, _) = PlaceOf(span.End);
        for (var line = first; line <= last; line++)
        {
            var start = Math.Max(span.Start, _starts[line]);
            var end = Math.Min(span.End, EndOf(line));
            if (end > start)
                yield return TextSpan.FromBounds(start, end);
        }
    }
}
