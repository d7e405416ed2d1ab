using System.Globalization;
using System.Text;

namespace Tocsin.Engine.Statistics;

/// <summary>Writes counters as line protocol.</summary>
internal static class StatisticLine
{
    public static void Append(StringBuilder lines, Statistic statistic)
    {
        AppendName(lines, statistic.Name);
        foreach (var (key, value) in statistic.Tags.Where(tag => tag.Value.Length > 0).OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            lines.Append(',').Append(key).Append('=');
            AppendName(lines, value);
        }

        var separator = ' ';
        foreach (var (key, value) in statistic.Values)
        {
            lines.Append(separator).Append(key).Append('=');
            separator = ',';
            if (value is long number)
                lines.Append(CultureInfo.InvariantCulture, $"{number}i");
            else
                lines.Append(CultureInfo.InvariantCulture, $"{value}");
        }

        lines.Append('\n');
    }

    // A backslash at the end would take the sign after it for its own; a line's end cannot be written at all.
    private static void AppendName(StringBuilder lines, string name)
    {
        foreach (var character in name.TrimEnd('\\'))
        {
            if (character is ',' or ' ' or '=')
                lines.Append('\\');
            lines.Append(character is '\n' or '\r' ? '_' : character);
        }
    }
}
