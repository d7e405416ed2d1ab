using System.Globalization;

namespace Tocsin.Pipelines.Nodes.Query.Ticks;

/// <summary>The years of a cron expression: <c>*</c>, or a list of years, spans and steps.</summary>
internal sealed class YearField
{
    private const int FirstYear = 1970;
    private const int LastYear = 2099;

    private readonly SortedSet<int> _years = [];

    /// <exception cref="FormatException">It is not valid.</exception>
    public YearField(string text)
    {
        foreach (var part in text.Split(','))
            Add(part, text);
    }

    /// <summary>The first one from a year on; null when there is none.</summary>
    public int? From(int year) => _years.GetViewBetween(Math.Min(year, LastYear + 1), LastYear + 1) is { Count: > 0 } later ? later.Min : null;

    private void Add(string part, string whole)
    {
        var (span, step) = part.Split('/') is [var left, var right] ? (left, Number(right, whole)) : (part, 1);
        var (first, last) = span is "*" or "?" ? (FirstYear, LastYear)
            : span.Split('-') is [var begin, var end] ? (Number(begin, whole), Number(end, whole))
            : part.Contains('/', StringComparison.Ordinal) ? (Number(span, whole), LastYear)
            : (Number(span, whole), Number(span, whole));
        if (step < 1 || first < FirstYear || last > LastYear || last < first)
            throw new FormatException($"'{whole}' is not within the years {FirstYear} to {LastYear}");
        for (var year = first; year <= last; year += step)
            _years.Add(year);
    }

    private static int Number(string text, string whole) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{whole}' is not within the years {FirstYear} to {LastYear}");
}
