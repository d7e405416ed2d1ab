namespace Tocsin.Scripting.Compiling;

/// <summary>Walks over the words and signs of C#, past comments and what is in quotes, and counts what the compiler recurses into.</summary>
internal sealed class CsxScan(string text)
{
    private readonly Stack<(char Open, int Parts)> _open = new();
    private int _next;
    private int _angles;
    private bool _isDirective;
    private bool _isLineStart = true;

    /// <summary>Where the last word or sign begins.</summary>
    public int Position { get; private set; }

    /// <summary>Brackets that are open; those of type arguments count while they follow each other.</summary>
    public int Depth => _open.Count + _angles;

    /// <summary>Words and signs since the statement, or the item of a list, began.</summary>
    public int Parts { get; private set; }

    /// <summary>Lines that begin with #.</summary>
    public int Directives { get; private set; }

    /// <summary>How often there is an <c>else</c>: each is inside of that before it, whatever stands between.</summary>
    public int Elses { get; private set; }

    /// <summary>Goes to the next word or sign; false at the end.</summary>
    public bool Next()
    {
        SkipBlank();
        if (_next >= text.Length)
            return false;
        Position = _next;
        var first = text[_next];
        if (first == '#' && _isLineStart)
        {
            Directives++;
            _isDirective = true;
            Parts = 0;
        }

        _isLineStart = false;
        Parts++;
        if (IsWord(first))
        {
            SkipWhile(IsWord);
            if (text.AsSpan(Position, _next - Position) is "else")
                Elses++;
        }
        else if (QuotesAt(_next, out var isVerbatim) is > 0 and var quotes)
            SkipText(quotes, isVerbatim);
        else
            Take(first);
        return true;
    }

    private void Take(char sign)
    {
        _next++;
        switch (sign)
        {
            case '(' or '[' or '{':
                _open.Push((sign, Parts));
                _angles = 0;
                if (sign == '{')
                    Parts = 0;
                break;
            case ')' or ']' or '}':
                if (_open.TryPop(out var open))
                    Parts = sign == '}' ? 0 : Math.Max(Parts, open.Parts);
                _angles = 0;
                break;
            case ';' when !_open.TryPeek(out var within) || within.Open == '{':
                Parts = 0;
                _angles = 0;
                break;
            case ',' when _angles == 0:
                Parts = 0;
                break;
            case '<' when _next > 1 && IsWord(text[_next - 2]):
                _angles++;
                break;
            case '>':
                _angles = Math.Max(0, _angles - 1);
                break;
            case '&' or '|' or '?' or ':':
                _angles = 0;
                break;
            case '\'':
                SkipCharacter();
                break;
        }
    }

    private void SkipBlank()
    {
        while (_next < text.Length)
        {
            if (text[_next] == '\n')
            {
                if (_isDirective)
                    Parts = 0;
                _isDirective = false;
                _isLineStart = true;
                _next++;
            }
            else if (char.IsWhiteSpace(text[_next]))
                _next++;
            else if (text.AsSpan(_next).StartsWith("//", StringComparison.Ordinal))
                SkipWhile(static sign => sign != '\n');
            else if (text.AsSpan(_next).StartsWith("/*", StringComparison.Ordinal))
                SkipPast("*/", _next + 2);
            else
                return;
        }
    }

    /// <summary>The number of quotes that a text begins with at a place; 0 when none does.</summary>
    private int QuotesAt(int place, out bool isVerbatim)
    {
        isVerbatim = false;
        for (; place < text.Length && text[place] is '$' or '@'; place++)
            isVerbatim |= text[place] == '@';
        var quotes = 0;
        while (place + quotes < text.Length && text[place + quotes] == '"')
            quotes++;

        // Two quotes and no more are an empty text.
        return quotes < 3 ? Math.Min(quotes, 1) : quotes;
    }

    private void SkipText(int quotes, bool isVerbatim)
    {
        SkipWhile(static sign => sign is '$' or '@');
        _next += quotes;
        if (quotes > 1)
        {
            SkipPast(new string('"', quotes), _next);
            return;
        }

        for (; _next < text.Length && text[_next] != '"'; _next++)
        {
            if (!isVerbatim && text[_next] == '\n')
                return;
            if (!isVerbatim && text[_next] == '\\')
                _next++;
        }

        _next++;
    }

    private void SkipCharacter()
    {
        if (_next < text.Length && text[_next] == '\\')
            _next++;
        var end = text.AsSpan(Math.Min(_next + 1, text.Length)).IndexOfAny('\'', '\n');
        if (end is >= 0 and < 10)
            _next += end + 2;
    }

    private void SkipPast(string end, int from)
    {
        var found = from < text.Length ? text.IndexOf(end, from, StringComparison.Ordinal) : -1;
        _next = found < 0 ? text.Length : found + end.Length;
    }

    private void SkipWhile(Predicate<char> predicate)
    {
        while (_next < text.Length && predicate(text[_next]))
            _next++;
    }

    private static bool IsWord(char sign) => char.IsLetterOrDigit(sign) || sign == '_';
}
