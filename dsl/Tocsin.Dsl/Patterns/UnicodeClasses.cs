using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tocsin.Dsl.Patterns;

/// <summary>The classes behind <c>\p{…}</c>: general categories, scripts and <c>Any</c>.</summary>
internal static class UnicodeClasses
{
    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
    ];

    private static readonly Lazy<Dictionary<string, CodePointSet>> Scripts = new(ReadScripts);

    private static readonly ConcurrentDictionary<string, CodePointSet> CategorySets = new(StringComparer.Ordinal);

    public static bool TryFind(string name, [NotNullWhen(true)] out CodePointSet? set)
    {
        if (name == "Any")
            set = CodePointSet.Of((0, CodePointSet.Highest));
        else if (Array.Exists(Categories, category => category == name || category[..1] == name))
            set = CategorySets.GetOrAdd(name, FindCategory);
        else
            Scripts.Value.TryGetValue(name, out set);

        return set is not null;
    }

    private static CodePointSet FindCategory(string name)
    {
        var set = new CodePointSet();
        var first = -1;
        for (var value = 0; value <= CodePointSet.Highest + 1; value++)
        {
            var isIn = value <= CodePointSet.Highest && IsIn(value, name);
            if (isIn && first < 0)
            {
                first = value;
            }
            else if (!isIn && first >= 0)
            {
                set.Add(first, value - 1);
                first = -1;
            }
        }

        _ = set.Ranges;
        return set;
    }

    private static bool IsIn(int codePoint, string name)
    {
        var category = CharUnicodeInfo.GetUnicodeCategory(codePoint);
        return category != UnicodeCategory.OtherNotAssigned && Categories[(int)category].StartsWith(name, StringComparison.Ordinal);
    }

    // Each line: the script's name, then its ranges of hexadecimal code points.
    private static Dictionary<string, CodePointSet> ReadScripts()
    {
        var scripts = new Dictionary<string, CodePointSet>(StringComparer.Ordinal);
        using var stream = typeof(UnicodeClasses).Assembly.GetManifestResourceStream("Scripts.txt")
            ?? throw new InvalidOperationException("Scripts.txt is not embedded in " + typeof(UnicodeClasses).Assembly.GetName().Name);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            var set = new CodePointSet();
            foreach (var range in parts.AsSpan(1))
            {
                var ends = range.Split('-');
                set.Add(Hexadecimal(ends[0]), Hexadecimal(ends[^1]));
            }

            _ = set.Ranges;
            scripts[parts[0]] = set;
        }

        return scripts;
    }

    private static int Hexadecimal(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
