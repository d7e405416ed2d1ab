using System.Diagnostics;

namespace Tocsin.Benchmarks.Servers;

/// <summary>How soon a build serves, and what it holds then. A server that others started is not started again.</summary>
internal sealed class StartMeasurement : IMeasurement
{
    private const int Starts = 3;

    private static readonly int[] Counts = [0, 200, 1000];

    public async IAsyncEnumerable<Figure> MeasureAsync(MeasuredServer server)
    {
        if (server is not Build build)
            yield break;

        foreach (var count in Counts)
        {
            var data = Directory.CreateTempSubdirectory("tocsin-measured-").FullName;
            await DefineAsync(build, data, count);
            var (seconds, cpu, memory) = (double.MaxValue, double.MaxValue, double.MaxValue);
            for (var start = 0; start < Starts; start++)
            {
                var watch = Stopwatch.StartNew();
                var (process, url) = await build.StartAsync(data);
                seconds = Math.Min(seconds, watch.Elapsed.TotalSeconds);
                using var session = new ServerSession(url, process.Id, () => Build.End(process));
                cpu = Math.Min(cpu, session.CpuSeconds);
                memory = Math.Min(memory, session.ResidentBytes);
            }

            Directory.Delete(data, recursive: true);
            yield return new Figure($"serves with {count:N0} tasks after, s", seconds);
            yield return new Figure($"serves with {count:N0} tasks, CPU s", cpu);
            yield return new Figure($"serves with {count:N0} tasks, memory, MB", memory / 1e6, "0");
        }
    }

    private static async Task DefineAsync(Build build, string data, int count)
    {
        var (process, url) = await build.StartAsync(data);
        using var session = new ServerSession(url, process.Id, () => Build.End(process));
        for (var i = 0; i < count; i++)
            await session.DefineAsync($"task{i}", "tasks", LoadScripts.Window.Replace("'cpu'", $"'m{i}'", StringComparison.Ordinal));
    }
}
