using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Patterns;

/// <summary>
/// Code points above U+FFFF as .NET patterns see them: pairs of a high and a low unit. High units with the same low units share one
/// alternative, for the time to build a regex grows steeply with their number.
/// </summary>
internal sealed class SurrogatePairs
{
    private const int FirstCodePoint = 0x10000;
    private const int FirstHigh = 0xD800;
    private const int FirstLow = 0xDC00;
    private const int LowCount = 0x400;

    private readonly SortedDictionary<int, StringBuilder> _lowsOfHigh = [];

    public void Add(int first, int last)
    {
        while (first <= last)
        {
            var high = (first - FirstCodePoint) / LowCount;
            var end = Math.Min(last, FirstCodePoint + ((high + 1) * LowCount) - 1);
            if (!_lowsOfHigh.TryGetValue(high, out var lows))
                _lowsOfHigh[high] = lows = new StringBuilder();

            AppendUnits(lows, FirstLow + ((first - FirstCodePoint) % LowCount), FirstLow + ((end - FirstCodePoint) % LowCount));
            first = end + 1;
        }
    }

    /// <summary>The alternatives; no text matches two of them.</summary>
    public IEnumerable<string> ToAlternatives() => _lowsOfHigh
        .GroupBy(pair => pair.Value.ToString(), pair => FirstHigh + pair.Key)
        .Select(group => $"[{UnitsOf(group)}][{group.Key}]");

    /// <summary>Adds a range of units to the inside of a class.</summary>
    public static void AppendUnits(StringBuilder pattern, int first, int last)
    {
        pattern.Append(Unit(first));
        if (last > first)
            pattern.Append('-').Append(Unit(last));
    }

    private static string UnitsOf(IEnumerable<int> rising)
    {
        var units = new StringBuilder();
        int? first = null;
        var last = 0;
        foreach (var unit in rising)
        {
            if (first is { } begin && unit > last + 1)
            {
                AppendUnits(units, begin, last);
                first = null;
            }

            first ??= unit;
            last = unit;
        }

        AppendUnits(units, first.GetValueOrDefault(last), last);
        return units.ToString();
    }

    private static string Unit(int unit) => "\\u" + unit.ToString("X4", CultureInfo.InvariantCulture);
}
