namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>Finds brackets without their other half, of which a parser says only what it met behind them.</summary>
internal sealed class TomlBrackets
{
    private const char Header = 'h';

    private readonly List<(int Line, int Column, string Message)> _mistakes = [];
    private readonly Stack<TomlSign> _open = new();

    /// <summary>Where brackets do not fit, from 1, and what to do.</summary>
    public static IReadOnlyList<(int Line, int Column, string Message)> MistakesIn(string text)
    {
        var brackets = new TomlBrackets();
        brackets.Read(text);
        return brackets._mistakes;
    }

    private void Read(string text)
    {
        foreach (var sign in TomlSign.In(text))
        {
            switch (sign.Kind)
            {
                case '\n':
                    EndHeader();
                    break;
                case '[' when (sign.IsFirst && _open.Count == 0) || IsOnlyHeader():
                    _open.Push(sign with { Kind = Header });
                    break;
                case '[' or '{':
                    _open.Push(sign);
                    break;
                default:
                    Close(sign);
                    break;
            }
        }

        EndHeader();
        if (_open.Count > 0)
        {
            var outermost = _open.Last();
            Add(outermost, $"no '{(outermost.Kind == '{' ? '}' : ']')}' follows that ends this '{(outermost.Kind == '{' ? '{' : '[')}': add it");
        }
    }

    // [[name]] has two of them, one behind the other.
    private bool IsOnlyHeader() => _open.Count == 1 && _open.Peek().Kind == Header;

    private void Close(TomlSign sign)
    {
        if (_open.TryPeek(out var open) && (open.Kind == '{') == (sign.Kind == '}'))
            _open.Pop();
        else
            Add(sign, $"there is no '{(sign.Kind == ']' ? '[' : '{')}' before this '{sign.Kind}': take it away, or add the other");
    }

    private void EndHeader()
    {
        if (_open.Count == 0 || _open.Last() is not { Kind: Header } open)
            return;
        Add(open, "the name of a section ends on its line, with as many ']' as '[' begin it: [influxdb], or [[influxdb]] for one of several");
        _open.Clear();
    }

    private void Add(TomlSign place, string message) => _mistakes.Add((place.Line, place.Column, message));
}
