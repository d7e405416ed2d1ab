using System.Text.Json.Nodes;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Server.Cli.Backtests;

/// <summary>A backtest for programs.</summary>
internal static class BacktestJson
{
    public static JsonObject Of(BacktestSide side, BacktestSide? against, BacktestComparison? comparison)
    {
        var json = new JsonObject { ["script"] = Of(side) };
        if (against is null || comparison is null)
            return json;
        json["against"] = Of(against);
        json["new"] = comparison.New;
        json["gone"] = comparison.Gone;
        json["moved"] = comparison.Moved;
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

    private static JsonObject Of(BacktestSide side) => new()
    {
        ["file"] = side.Script,
        ["problems"] = side.Problems,
        ["problems-per-day"] = side.ProblemsPerDay,
        ["minutes-critical"] = side.Critical.TotalMinutes,
        ["flaps"] = side.Flaps,
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
