namespace Tocsin.Benchmarks.Servers;

/// <summary>What many tasks cost, each on a measurement of its own.</summary>
internal sealed class TasksMeasurement(int points) : IMeasurement
{
    private static readonly int[] Counts = [10, 1000];

    public async IAsyncEnumerable<Figure> MeasureAsync(MeasuredServer server)
    {
        foreach (var count in Counts)
        {
            using var session = await server.OpenAsync();
            var memory = session.ResidentBytes;
            for (var i = 0; i < count; i++)
                await session.DefineAsync($"task{i}", "tasks", LoadScripts.ThresholdOf(i));
            var cpu = session.CpuSeconds;
            foreach (var body in LoadLines.OfMeasurements(points, count))
                await session.WriteAsync("tasks", body);
            await session.WaitAsync("task0", points / count);
            await session.WaitAsync($"task{count - 1}", points / count);
            yield return new Figure($"{count:N0} tasks: CPU s per million points", (session.CpuSeconds - cpu) / points * 1e6);
            yield return new Figure($"{count:N0} tasks: memory, MB", (session.ResidentBytes - memory) / 1e6, "0");
            for (var i = 0; i < count; i++)
                await session.DeleteAsync($"task{i}");
        }
    }
}
