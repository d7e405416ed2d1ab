using System.Diagnostics;
using System.Text.Json;

namespace Tocsin.Benchmarks.Servers;

/// <summary>
/// How many alerts a second are taken that must not be lost, and how many of them are lost when the process is killed in their midst. A server
/// that others started is not killed.
/// </summary>
internal sealed class DurabilityMeasurement(int alerts) : IMeasurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async IAsyncEnumerable<Figure> MeasureAsync(MeasuredServer server)
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-measured-").FullName;
        var delivered = Path.Combine(folder, "alerts.log");
        using (var session = await server.OpenAsync())
        {
            await session.DefineAsync("durable", "durable", ScriptTo(delivered));
            var watch = Stopwatch.StartNew();
            foreach (var body in LoadLines.Alerts(alerts))
                await session.WriteAsync("durable", body);
            yield return new Figure("alerts taken and kept, a second", alerts / watch.Elapsed.TotalSeconds, "0", MoreIsBetter: true);
            await UntilDeliveredAsync(delivered, alerts);
            yield return new Figure("alerts delivered, a second", alerts / watch.Elapsed.TotalSeconds, "0", MoreIsBetter: true);
            await session.DeleteAsync("durable");
        }

        if (server is Build build)
            yield return new Figure($"of {alerts / 2:N0} alerts that were taken, lost when the process is killed", await KillAsync(build, folder), "0");
        Directory.Delete(folder, recursive: true);
    }

    private async Task<int> KillAsync(Build build, string folder)
    {
        var delivered = Path.Combine(folder, "killed.log");
        var data = Path.Combine(folder, "data");
        var (process, url) = await build.StartAsync(data);
        using (var session = new ServerSession(url, process.Id, () => Build.End(process)))
        {
            await session.DefineAsync("durable", "durable", ScriptTo(delivered));
            foreach (var body in LoadLines.Alerts(alerts / 2))
                await session.WriteAsync("durable", body);
        }

        (process, _) = await build.StartAsync(data);
        var count = await UntilDeliveredAsync(delivered, alerts / 2);
        Build.End(process);
        return (alerts / 2) - count;
    }

    /// <summary>Waits until as many ids stand in the log; ends in the end with those that do.</summary>
    private static async Task<int> UntilDeliveredAsync(string log, int wanted)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var ids = File.Exists(log) ? IdsIn(log) : 0;
            if (ids >= wanted || watch.Elapsed > Patience)
                return ids;
            await Task.Delay(200);
        }
    }

    private static int IdsIn(string log)
    {
        var ids = new HashSet<string>();
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            // The last line may be under way, or was cut off by the end of the process.
            if (line.EndsWith('}') && JsonDocument.Parse(line) is var alert && alert.RootElement.GetProperty("id").GetString() is { } id)
                ids.Add(id);
        }

        return ids.Count;
    }

    private static string ScriptTo(string log) => LoadScripts.Threshold.Replace("/dev/null", log, StringComparison.Ordinal);
}
