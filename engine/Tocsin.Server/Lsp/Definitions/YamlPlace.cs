namespace Tocsin.Server.Lsp.Definitions;

/// <summary>
/// Where somebody writes in a definition, by the indents of its lines: unfinished YAML is not YAML. Flow style, as <c>{a: 1}</c>, is not followed.
/// </summary>
/// <param name="Path">The keys above, the outermost first; list items have none of their own.</param>
/// <param name="Key">The key of the line; empty where none stands yet.</param>
/// <param name="IsValue">True behind the colon.</param>
/// <param name="WordStart">Where the word begins that is being written, a column from 0.</param>
/// <param name="Siblings">The other keys of the same mapping.</param>
internal sealed record YamlPlace(string[] Path, string Key, bool IsValue, int WordStart, int WordEnd, IReadOnlyList<string> Siblings)
{
    private const int MostLines = 100_000;

    /// <summary>Finds the place of a line and column, both from 0.</summary>
    public static YamlPlace At(string text, int line, int column)
    {
        var lines = text.Split('\n', MostLines).Select(one => one.TrimEnd('\r')).ToArray();
        line = Math.Clamp(line, 0, lines.Length - 1);
        var own = lines[line];
        column = Math.Clamp(column, 0, own.Length);
        var (indent, key, colon) = Read(own);
        var isValue = colon >= 0 && column > colon;
        if (own.Trim().Trim('-').Length == 0)
            indent = Math.Max(indent, column);
        var start = column;
        while (start > 0 && !char.IsWhiteSpace(own[start - 1]) && own[start - 1] != ':')
            start--;
        var end = column;
        while (end < own.Length && !char.IsWhiteSpace(own[end]) && own[end] != ':')
            end++;
        return new YamlPlace([.. PathTo(lines, line, indent)], key, isValue, start, end, SiblingsOf(lines, line, indent));
    }

    /// <summary>The value of a key of the same mapping, or of the nearest one above; empty for none.</summary>
    public static string ValueNear(string text, int line, string key)
    {
        var lines = text.Split('\n', MostLines);
        for (var distance = 0; distance < lines.Length; distance++)
        {
            foreach (var at in new[] { line - distance, line + distance })
            {
                if (at < 0 || at >= lines.Length)
                    continue;
                var own = lines[at].TrimEnd('\r');
                var (_, found, colon) = Read(own);
                if (found == key)
                    return own[(colon + 1)..].Trim().Trim('"', '\'');
            }
        }

        return "";
    }

    private static List<string> PathTo(string[] lines, int line, int indent)
    {
        var path = new List<string>();
        for (var at = line - 1; at >= 0 && indent > 0; at--)
        {
            if (IsEmpty(lines[at]))
                continue;
            if (lines[at].StartsWith("---", StringComparison.Ordinal))
                break;
            var (other, key, _) = Read(lines[at]);
            var dash = lines[at].Length - lines[at].TrimStart().Length;
            if (other < indent && key.Length > 0)
            {
                path.Add(key);
                indent = dash < other ? dash : other;
            }
            else if (dash < indent && key.Length == 0)
            {
                indent = Math.Max(dash, 0);
            }
        }

        path.Reverse();
        return path;
    }

    private static List<string> SiblingsOf(string[] lines, int line, int indent)
    {
        var found = new List<string>();
        foreach (var step in new[] { -1, 1 })
        {
            for (var at = line + step; at >= 0 && at < lines.Length; at += step)
            {
                if (IsEmpty(lines[at]))
                    continue;
                var (other, key, _) = Read(lines[at]);
                var dash = lines[at].Length - lines[at].TrimStart().Length;
                if (other < indent || (step > 0 && dash < other && other == indent) || lines[at].StartsWith("---", StringComparison.Ordinal))
                    break;
                if (other == indent && key.Length > 0)
                    found.Add(key);
                if (step < 0 && dash < other && other == indent)
                    break;
            }
        }

        return found;
    }

    // A dash counts as indent: the key behind it stands in the mapping of the item.
    private static (int Indent, string Key, int Colon) Read(string line)
    {
        var at = 0;
        while (at < line.Length && (line[at] == ' ' || (line[at] == '-' && (at + 1 == line.Length || line[at + 1] == ' '))))
            at++;
        var colon = line.IndexOf(':', at);
        while (colon >= 0 && colon + 1 < line.Length && line[colon + 1] != ' ')
            colon = line.IndexOf(':', colon + 1);
        var key = colon < 0 ? "" : line[at..colon].Trim().Trim('"', '\'');
        return (at, key, colon);
    }

    private static bool IsEmpty(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];
}
