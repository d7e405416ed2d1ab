namespace Tocsin.Benchmarks.Servers;

/// <summary>What a million points cost, by what is done with them: as in the first round after a start, and when all is compiled.</summary>
internal sealed class LoadMeasurement(int points) : IMeasurement
{
    private const int WarmRounds = 2;

    private static readonly (string Name, string[] Scripts, bool HasPairs)[] Scenarios =
    [
        ("one threshold", [LoadScripts.Threshold], false),
        ("60 s window every 10 s, mean, alert", [LoadScripts.Window], false),
        ("where with a regex, eval, alert", [LoadScripts.Eval], false),
        ("join of two measurements, alert", [LoadScripts.Join], true),
        ("ten thresholds", [.. Enumerable.Repeat(LoadScripts.Threshold, 10)], false),
        ("two thresholds, two windows, one eval", [LoadScripts.Threshold, LoadScripts.Window, LoadScripts.Eval, LoadScripts.Threshold, LoadScripts.Window], false),
    ];

    public async IAsyncEnumerable<Figure> MeasureAsync(MeasuredServer server)
    {
        foreach (var scenario in Scenarios)
        {
            using var session = await server.OpenAsync();
            yield return new Figure($"{scenario.Name}: CPU s per million points, first", await RunAsync(session, scenario.Scripts, scenario.HasPairs));
            var warm = double.MaxValue;
            for (var round = 0; round < WarmRounds; round++)
                warm = Math.Min(warm, await RunAsync(session, scenario.Scripts, scenario.HasPairs));
            yield return new Figure($"{scenario.Name}: later", warm);
            yield return new Figure($"{scenario.Name}: peak memory, MB", session.PeakBytes / 1e6, "0");
        }
    }

    private async Task<double> RunAsync(ServerSession session, string[] scripts, bool hasPairs)
    {
        var db = $"load{Guid.NewGuid():N}";
        var tasks = scripts.Select((script, i) => (Id: $"{db}_{i}", Script: script)).ToList();
        foreach (var (id, script) in tasks)
            await session.DefineAsync(id, db, script);
        var before = session.CpuSeconds;
        foreach (var body in LoadLines.Bodies(points, hasPairs))
            await session.WriteAsync(db, body);
        foreach (var (id, _) in tasks)
            await session.WaitAsync(id, points);
        var cost = (session.CpuSeconds - before) / points * 1e6;
        foreach (var (id, _) in tasks)
            await session.DeleteAsync(id);
        return cost;
    }
}
