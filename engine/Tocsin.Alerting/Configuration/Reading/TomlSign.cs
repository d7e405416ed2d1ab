namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>A bracket or the end of a line of TOML, outside its texts and comments.</summary>
/// <param name="Kind">One of [ ] { } and \n.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="IsFirst">Whether only blanks are before it in its line.</param>
internal readonly record struct TomlSign(char Kind, int Line, int Column, bool IsFirst)
{
    /// <summary>All of them, in order.</summary>
    public static IEnumerable<TomlSign> In(string text)
    {
        var (line, begin, isBlank) = (1, 0, true);
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            switch (sign)
            {
                case '\n':
                    yield return new TomlSign(sign, line, at - begin + 1, isBlank);
                    (line, begin, isBlank) = (line + 1, at + 1, true);
                    continue;
                case '#':
                    at = (text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length) - 1;
                    continue;
                case '"' or '\'':
                    for (var after = AfterText(text, at); at < after - 1; at++)
                    {
                        if (text[at] == '\n')
                            (line, begin) = (line + 1, at + 1);
                    }

                    break;
                case '[' or '{' or ']' or '}':
                    yield return new TomlSign(sign, line, at - begin + 1, isBlank);
                    break;
            }

            isBlank &= sign is ' ' or '\t' or '\r';
        }
    }

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
