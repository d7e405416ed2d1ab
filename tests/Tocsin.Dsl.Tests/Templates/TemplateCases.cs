namespace Tocsin.Dsl.Tests.Templates;

/// <summary>
/// Reads tables of <c>template => text</c>, one a line; <c>⏎</c> stands for a line end, <c>␠</c> for a blank at the begin or end, <c>#</c> begins a comment line.
/// </summary>
internal static class TemplateCases
{
    public static TheoryData<string, string> Read(string name)
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Templates", "Cases", name + ".txt")))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;

            var arrow = line.LastIndexOf(" => ", StringComparison.Ordinal);
            if (arrow < 0)
                throw new InvalidDataException($"'{line}' has no ' => '.");
            cases.Add(line[..arrow].Replace('⏎', '\n'), line[(arrow + 4)..].Replace('⏎', '\n').Replace("␠", " "));
        }

        return cases;
    }
}
