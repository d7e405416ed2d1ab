namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>How deep TOML may be nested, and where it is deeper: its parser only says that it is.</summary>
internal static class TomlDepth
{
    private const int MostLevels = BoundedYaml.MostLevels;

    /// <summary>What is wrong with it.</summary>
    public static readonly string TooDeep = $"lists and tables are nested deeper than {MostLevels} levels: no option needs that many, take some away";

    /// <summary>True for a value within so many lists and tables.</summary>
    public static bool IsTooDeep(int level) => level > MostLevels;

    /// <summary>Line and column, from 1, of the bracket that opens one level too many; the beginning when none does.</summary>
    public static (int Line, int Column) PlaceIn(string text)
    {
        var (line, begin, depth) = (1, 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\n':
                    (line, begin) = (line + 1, at + 1);
                    break;
                case '#':
                    at = EndOf(text, at + 1, '\n') - 1;
                    break;
                case '"' or '\'':
                    var end = EndOf(text, at + 1, text[at]);
                    at = end < text.Length && text[end] == '\n' ? end - 1 : end;
                    break;
                case '[' or '{' when IsTooDeep(++depth):
                    return (line, at - begin + 1);
                case ']' or '}':
                    depth--;
                    break;
            }
        }

        return (1, 1);
    }

    // A quoted text ends with its line at the latest: those of several lines begin anew.
    private static int EndOf(string text, int at, char end)
    {
        while (at < text.Length && text[at] != end && text[at] != '\n')
            at += text[at] == '\\' && end == '"' ? 2 : 1;
        return at;
    }
}
