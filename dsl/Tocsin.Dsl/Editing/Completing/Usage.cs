using System.Collections.Frozen;
using System.Globalization;

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>How often scripts write a name after another: what is offered first. Counts of published scripts, which the assembly carries along.</summary>
internal static class Usage
{
    private static readonly Lazy<FrozenDictionary<(string Before, string Name), int>> Counts = new(Read);

    /// <summary>How often <paramref name="name"/> comes after <paramref name="before"/>; 0 for never.</summary>
    /// <param name="before">A name of the link before, or the call around; empty for a count of all.</param>
    public static int Of(string before, string name) => Counts.Value.GetValueOrDefault((before, name));

    private static FrozenDictionary<(string, string), int> Read()
    {
        using var stream = typeof(Usage).Assembly.GetManifestResourceStream("usage.txt") ?? Stream.Null;
        using var reader = new StreamReader(stream);
        var counts = new Dictionary<(string, string), int>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var before, var name, var count])
                counts[(before, name)] = int.Parse(count, CultureInfo.InvariantCulture);
        }

        return counts.ToFrozenDictionary();
    }
}
