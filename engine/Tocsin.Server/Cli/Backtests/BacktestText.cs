using System.Globalization;
using Spectre.Console;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Histories;

namespace Tocsin.Server.Cli.Backtests;

/// <summary>A backtest for people: what one version raised, or what differs between two, as differences of texts are shown.</summary>
/// <param name="line">Takes a line and the colour that it has on a terminal.</param>
internal sealed class BacktestText(Action<string, string> line)
{
    private const int MostLines = 2000;

    /// <summary>To a terminal.</summary>
    public static BacktestText To(Terminal terminal) => new((text, color) => terminal.Console.MarkupLine(color.Length > 0 ? $"[{color}]{Markup.Escape(text)}[/]" : Markup.Escape(text)));

    /// <summary>As Markdown, for a merge request.</summary>
    public static void Markdown(TextWriter output, AlertHistory side, AlertHistory? against, HistoryComparison? comparison)
    {
        output.WriteLine(comparison is null ? $"**{side.Script}**: {Words(side)}" : $"**{Counts(comparison)}**");
        output.WriteLine();
        output.WriteLine("```diff");
        new BacktestText((text, _) => output.WriteLine(text)).Write(side, against, comparison);
        output.WriteLine("```");
    }

    public void Write(AlertHistory side, AlertHistory? against, HistoryComparison? comparison)
    {
        if (against is null || comparison is null)
        {
            foreach (var change in side.Changes.Take(MostLines))
                line($"{At(change)}  {change.Id}  {change.Before.Text()} -> {change.Level.Text()}  {OneLine.Of(change.Message)}", StateColor.Of(change.Level.Text()));
            Rest(side.Changes.Count);
            line($"{side.Script}: {Words(side)}", "");
            foreach (var one in side.Notifications)
                line($"  {one.Handler}: {one.Count} notification{(one.Count == 1 ? "" : "s")}{PerDay(one.Count, side)}", "");
            return;
        }

        line($"--- {against.Script}: {Words(against)}", "bold");
        line($"+++ {side.Script}: {Words(side)}", "bold");
        var id = "";
        foreach (var difference in comparison.Differences.Take(MostLines))
        {
            if (difference.Any.Id != id)
                line($"@@ {OneLine.Of(id = difference.Any.Id)} @@", "blue");
            if (difference.Old is { } old)
                line($"-{Words(old)}", "red");
            if (difference.New is { } now)
                line($"+{Words(now)}{(difference.Old is null ? "" : $"  ({Shift(difference)})")}", "green");
        }

        Rest(comparison.Differences.Count);
        line(Counts(comparison), "");
        foreach (var handler in side.Notifications.Concat(against.Notifications).Select(one => one.Handler).Distinct(StringComparer.Ordinal))
        {
            var (before, after) = (CountOf(against, handler), CountOf(side, handler));
            line($"  {handler}: {before} -> {after} notifications{PerDay(before, against)}{(side.Days > 0 ? " ->" : "")}{PerDay(after, side)}", "");
        }
    }

    private static int CountOf(AlertHistory side, string handler) => side.Notifications.FirstOrDefault(one => one.Handler == handler)?.Count ?? 0;

    private static string PerDay(int count, AlertHistory side) => side.Days > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({count / side.Days:0.#} a day)") : "";

    private void Rest(int count)
    {
        if (count > MostLines)
            line($"... and {count - MostLines} more; --json has all", "");
    }

    private static string Counts(HistoryComparison comparison) =>
        comparison.Differences.Count == 0 ? "no difference" : $"+{comparison.New} new, -{comparison.Gone} gone, {comparison.Moved} moved{(comparison.Levels > 0 ? $", {comparison.Levels} at another level" : "")}";

    private static string Words(AlertHistory side)
    {
        var perDay = side.ProblemsPerDay is { } number ? string.Create(CultureInfo.InvariantCulture, $" ({number:0.#} a day)") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{side.Problems} problem{(side.Problems == 1 ? "" : "s")}{perDay}, {side.Critical.TotalMinutes:0.#} min critical, {side.Flaps} flaps");
    }

    private static string Words(LevelChange change) => $"{At(change)}  {change.Before.Text()} -> {change.Level.Text()}  {OneLine.Of(change.Message)}";

    private static string Shift(HistoryDifference difference) => difference.Kind == "level" ? "another level" : Shift(difference.Shift);

    private static string Shift(TimeSpan shift) => $"{(shift < TimeSpan.Zero ? "-" : "+")}{new Duration(Math.Abs(shift.Ticks) * 100)}";

    private static string At(LevelChange change) => TimeText.Exact(new Instant(change.Time).ToString());
}
