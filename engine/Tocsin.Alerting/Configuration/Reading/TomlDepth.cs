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
        var depth = 0;
        foreach (var sign in TomlSign.In(text))
        {
            if (sign.Kind is '[' or '{' && IsTooDeep(++depth))
                return (sign.Line, sign.Column);
            if (sign.Kind is ']' or '}')
                depth--;
        }

        return (1, 1);
    }
}
