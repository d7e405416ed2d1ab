namespace Tocsin.Benchmarks.Servers;

/// <summary>What the first point of a new group costs, and the memory of the groups of one threshold task.</summary>
internal sealed class GroupsMeasurement(int groups) : IMeasurement
{
    private const string Task = "groups";

    public async IAsyncEnumerable<Figure> MeasureAsync(MeasuredServer server)
    {
        using var session = await server.OpenAsync();
        await session.DefineAsync(Task, Task, LoadScripts.Threshold);

        // Known hosts first: the code is compiled then.
        foreach (var body in LoadLines.Bodies(groups, hasPairs: false))
            await session.WriteAsync(Task, body);
        await session.WaitAsync(Task, groups);

        var (cpu, memory) = (session.CpuSeconds, session.ResidentBytes);
        foreach (var body in LoadLines.NewHosts(groups, 0))
            await session.WriteAsync(Task, body);
        await session.WaitAsync(Task, 2L * groups);
        yield return new Figure("a new group, CPU us", (session.CpuSeconds - cpu) / groups * 1e6);
        yield return new Figure($"memory of each of {groups:N0} groups, bytes", (session.ResidentBytes - memory) / groups, "0");
        await session.DeleteAsync(Task);
    }
}
