namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>Finds brackets without their other half, of which a parser says only what it met behind them.</summary>
internal sealed class TomlBrackets
{
    private const char Header = 'h';

    private readonly List<(int Line, int Column, string Message)> _mistakes = [];
    private readonly Stack<(char Kind, int Line, int Column)> _open = new();

    /// <summary>Where brackets do not fit, from 1, and what to do.</summary>
    public static IReadOnlyList<(int Line, int Column, string Message)> MistakesIn(string text)
    {
        var brackets = new TomlBrackets();
        brackets.Read(text);
        return brackets._mistakes;
    }

    private void Read(string text)
    {
        var (line, begin, isBlank) = (1, 0, true);
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            switch (sign)
            {
                case '\n':
                    EndHeader();
                    (line, begin, isBlank) = (line + 1, at + 1, true);
                    continue;
                case '#':
                    at = text.IndexOf('\n', at) is >= 0 and var end ? end - 1 : text.Length;
                    continue;
                case '"' or '\'':
                    var after = AfterText(text, at);
                    for (var i = at; i < after && i < text.Length; i++)
                    {
                        if (text[i] == '\n')
                            (line, begin) = (line + 1, i + 1);
                    }

                    at = after - 1;
                    break;
                case '[' or '{':
                    _open.Push((sign == '[' && ((isBlank && _open.Count == 0) || IsOnlyHeader()) ? Header : sign, line, at - begin + 1));
                    break;
                case ']' or '}':
                    Close(sign, line, at - begin + 1);
                    break;
            }

            isBlank &= sign is ' ' or '\t' or '\r';
        }

        EndHeader();
        if (_open.Count > 0)
        {
            var (kind, opened, column) = _open.Last(); // What is around all others.
            Add(opened, column, $"no '{(kind == '{' ? '}' : ']')}' follows that ends this '{(kind == '{' ? '{' : '[')}': add it");
        }
    }

    // [[name]] has two of them, one behind the other.
    private bool IsOnlyHeader() => _open.Count == 1 && _open.Peek().Kind == Header;

    private void Close(char sign, int line, int column)
    {
        if (_open.TryPeek(out var open) && (open.Kind == '{') == (sign == '}'))
            _open.Pop();
        else
            Add(line, column, $"there is no '{(sign == ']' ? '[' : '{')}' before this '{sign}': take it away, or add the other");
    }

    private void EndHeader()
    {
        if (_open.Count == 0 || _open.Last() is not { Kind: Header } open)
            return;
        Add(open.Line, open.Column, "the name of a section ends on its line, with as many ']' as '[' begin it: [influxdb], or [[influxdb]] for one of several");
        _open.Clear();
    }

    private void Add(int line, int column, string message) => _mistakes.Add((line, column, message));

    // A text in single quotes of its kind ends with its line at the latest.
    private static int AfterText(string text, int at)
    {
        var quote = text[at];
        var isLong = text.AsSpan(at).StartsWith([quote, quote, quote]);
        for (var i = at + (isLong ? 3 : 1); i < text.Length; i++)
        {
            if (text[i] == '\\' && quote == '"')
                i++;
            else if (isLong && text.AsSpan(i).StartsWith([quote, quote, quote]))
                return i + 3;
            else if (!isLong && (text[i] == quote || text[i] == '\n'))
                return text[i] == quote ? i + 1 : i;
        }

        return text.Length;
    }
}
