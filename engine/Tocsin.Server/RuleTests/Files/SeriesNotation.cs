using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration.Binding;
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
        var fields = FieldsOf(line);
        var runs = Run().Matches(line, fields).ToList();
        var counts = runs.Select(run => long.Parse(run.Groups["count"].Value, CultureInfo.InvariantCulture)).Distinct().ToList();
        if (counts is not [var count] || count >= MostPoints)
        {
            error = counts.Count == 0 ? $"'{text}' has no field with a run of values such as 50+10x5, or 50x5 for the same value"
                : counts.Count > 1 ? $"the fields of '{text}' have runs of different lengths"
                : $"'{text}' stands for more than {MostPoints} points";
            return false;
        }

        var expanded = new List<(TimeSpan, string)>((int)count + 1);
        var parts = PartsOf(line, runs);
        var same = parts.TrueForAll(part => part.Step == 0) ? LineAt(parts, 0) : null;
        for (var i = 0L; i <= count; i++)
            expanded.Add((new Duration(step * i).ToTimeSpan(), same ?? LineAt(parts, i)));
        points = expanded;
        error = null;
        return true;
    }

    // Tags may look like runs: fields begin after the first space that nothing escapes.
    private static int FieldsOf(string line)
    {
        var at = line.IndexOf(' ', StringComparison.Ordinal);
        while (at > 0 && line[at - 1] == '\\')
            at = line.IndexOf(' ', at + 1);
        return Math.Max(0, at);
    }

    // What stands before each run, and the run; the last part has none.
    private static List<Part> PartsOf(string line, List<Match> runs)
    {
        var (parts, at) = (new List<Part>(), 0);
        foreach (var run in runs)
        {
            var step = run.Groups["step"] is { Success: true } given ? decimal.Parse(given.Value, CultureInfo.InvariantCulture) : 0;
            parts.Add(new Part(line[at..run.Index] + "=", decimal.Parse(run.Groups["first"].Value, CultureInfo.InvariantCulture), step, run.Groups["suffix"].Value));
            at = run.Index + run.Length;
        }

        parts.Add(new Part(line[at..], null, 0, ""));
        return parts;
    }

    private static string LineAt(List<Part> parts, long number) =>
        string.Concat(parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Before}{part.First + (part.Step * number)}{part.Suffix}")));

    private sealed record Part(string Before, decimal? First, decimal Step, string Suffix);

    [GeneratedRegex(@"\s+every\s+(\S+)\s*$")]
    private static partial Regex Every();

    [GeneratedRegex(@"(?<=[ ,][^ ,=""]+)=(?<first>-?\d{1,15}(?:\.\d{1,9})?)(?<suffix>i?)(?<step>[+-]\d{1,12}(?:\.\d{1,9})?)?x(?<count>\d{1,9})(?=[, ]|$)")]
    private static partial Regex Run();
}
