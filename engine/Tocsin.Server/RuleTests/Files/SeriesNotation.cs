using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Time;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>
/// A line of line protocol that stands for several: <c>cpu,host=a usage_idle=50+10x5 every 10s</c> is 50, 60, … 100, six points ten seconds
/// apart; <c>5x3</c> is 5 and three times more.
/// </summary>
internal static partial class SeriesNotation
{
    private const int MostPoints = 1_000_000;

    /// <summary>The points, each with its time after the first.</summary>
    public static bool TryExpand(string text, out IReadOnlyList<(TimeSpan After, string Line)> points, [NotNullWhen(false)] out string? error)
    {
        points = [];
        var every = Every().Match(text);
        if (!every.Success || !DurationSetting.TryParse(every.Groups[1].Value, out var step) || step is <= 0 or > 31_536_000_000_000_000)
        {
            error = $"'{text}' does not say how far its points are apart: end it with 'every 10s'";
            return false;
        }

        var line = text[..every.Index].TrimEnd();
        var runs = Run().Matches(line);
        var counts = runs.Select(run => long.Parse(run.Groups["count"].Value, CultureInfo.InvariantCulture)).Distinct().ToList();
        if (counts is not [var count] || count >= MostPoints)
        {
            error = counts.Count == 0 ? $"'{text}' has no field with a run of values such as 50+10x5, or 50x5 for the same value"
                : counts.Count > 1 ? $"the fields of '{text}' have runs of different lengths"
                : $"'{text}' stands for more than {MostPoints} points";
            return false;
        }

        var expanded = new List<(TimeSpan, string)>((int)count + 1);
        for (var i = 0L; i <= count; i++)
            expanded.Add((new Duration(step * i).ToTimeSpan(), Run().Replace(line, run => "=" + ValueOf(run, i))));
        points = expanded;
        error = null;
        return true;
    }

    private static string ValueOf(Match run, long number)
    {
        var value = decimal.Parse(run.Groups["first"].Value, CultureInfo.InvariantCulture);
        if (run.Groups["step"] is { Success: true } step)
            value += decimal.Parse(step.Value, CultureInfo.InvariantCulture) * number;
        return value.ToString(CultureInfo.InvariantCulture) + run.Groups["suffix"].Value;
    }

    [GeneratedRegex(@"\s+every\s+(\S+)\s*$")]
    private static partial Regex Every();

    [GeneratedRegex(@"(?<=[ ,][^ ,=""]+)=(?<first>-?\d{1,15}(?:\.\d{1,9})?)(?<suffix>i?)(?<step>[+-]\d{1,12}(?:\.\d{1,9})?)?x(?<count>\d{1,9})(?=[, ]|$)")]
    private static partial Regex Run();
}
