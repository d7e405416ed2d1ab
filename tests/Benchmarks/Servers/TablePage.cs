namespace Tocsin.Benchmarks.Servers;

/// <summary>A page with a table that is measured anew now and then: it stands between two comments.</summary>
internal static class TablePage
{
    private const string Begin = "<!-- measured by: servers -->\n";
    private const string End = "<!-- end of what is measured -->";

    /// <summary>Puts a table in the place of the one that a page has.</summary>
    /// <exception cref="ArgumentException">The page has no place for it.</exception>
    public static void Renew(string page, string table)
    {
        var text = File.ReadAllText(page);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0)
            throw new ArgumentException($"{page} has no lines '{Begin.TrimEnd()}' and '{End}', between which the table goes", nameof(page));
        File.WriteAllText(page, $"{text[..(begin + Begin.Length)]}\n{table}\n{text[end..]}");
    }
}
