namespace Tocsin.Dsl.Tests.Lambda;

/// <summary>
/// Files of lines <c>expression | rows => results</c>; rows and results are separated by <c>;</c>. Lines that begin with <c>#</c> are
/// comments.
/// </summary>
internal static class CaseFile
{
    public static readonly string[] Names =
        [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Lambda", "Cases");

    public static IEnumerable<(string Expression, string[] Rows, string[] Results)> Read(string name)
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder, name)))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;

            var arrow = line.LastIndexOf(" => ", StringComparison.Ordinal);
            var bar = line.LastIndexOf(" | ", arrow, StringComparison.Ordinal);
            var expression = bar < 0 ? line[..arrow] : line[..bar];
            var rows = bar < 0 ? [""] : line[(bar + 3)..arrow].Split(';', StringSplitOptions.TrimEntries);
            yield return (expression, rows, line[(arrow + 4)..].Split(" ; "));
        }
    }
}
