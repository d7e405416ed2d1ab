using System.Globalization;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;
using Tocsin.Server.Json;

namespace Tocsin.Server.Histories;

/// <summary>A backtest for programs.</summary>
internal static class HistoryJson
{
    public static JsonObject Of(AlertHistory side, AlertHistory? against, HistoryComparison? comparison)
    {
        var json = new JsonObject { ["script"] = Of(side) };
        if (against is null || comparison is null)
            return json;
        json["against"] = Of(against);
        json["new"] = comparison.New;
        json["gone"] = comparison.Gone;
        json["moved"] = comparison.Moved;
        json["levels"] = comparison.Levels;
        json["differences"] = new JsonArray([.. comparison.Differences.Select(difference => new JsonObject
        {
            ["kind"] = difference.Kind,
            ["id"] = difference.Any.Id,
            ["level"] = difference.Any.Level.Text(),
            ["old"] = difference.Old is { } old ? Of(old) : null,
            ["new"] = difference.New is { } now ? Of(now) : null,
            ["shift-seconds"] = difference.Shift.TotalSeconds,
        })]);
        return json;
    }

    /// <summary>Reads what <see cref="Of(AlertHistory, AlertHistory?, HistoryComparison?)"/> wrote of one version.</summary>
    public static AlertHistory Read(JsonObject side)
    {
        var changes = side.Items("changes").Select(change => new LevelChange(
            change.Text("id"), Instant.From(DateTimeOffset.Parse(change.Text("time"), CultureInfo.InvariantCulture)).UnixNanoseconds, LevelOf(change.Text("previous-level")), LevelOf(change.Text("level")), change.Text("message")));
        var problems = side["problems"]!.GetValue<int>(); // All of it was written.
        var days = side["problems-per-day"] is { } perDay && perDay.GetValue<double>() > 0 ? problems / perDay.GetValue<double>() : 0;
        return new AlertHistory(side.Text("file"), [.. changes], days);
    }

    private static AlertLevel LevelOf(string text) => AlertLevels.TryParse(text, out var level) ? level : AlertLevel.Ok;

    private static JsonObject Of(AlertHistory side) => new()
    {
        ["file"] = side.Script,
        ["problems"] = side.Problems,
        ["problems-per-day"] = side.ProblemsPerDay,
        ["minutes-critical"] = side.Critical.TotalMinutes,
        ["flaps"] = side.Flaps,
        ["notifications"] = new JsonArray([.. side.Notifications.Select(one => new JsonObject
        {
            ["handler"] = one.Handler,
            ["count"] = one.Count,
            ["per-day"] = side.Days > 0 ? one.Count / side.Days : null,
        })]),
        ["changes"] = new JsonArray([.. side.Changes.Select(Of)]),
    };

    private static JsonObject Of(LevelChange change) => new()
    {
        ["id"] = change.Id,
        ["time"] = new Instant(change.Time).ToString(),
        ["previous-level"] = change.Before.Text(),
        ["level"] = change.Level.Text(),
        ["message"] = change.Message,
    };
}
