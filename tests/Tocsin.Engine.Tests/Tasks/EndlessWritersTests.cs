using System.Globalization;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>Writers that make up names without end, or send as many requests as points: memory comes back, and the others get all that is theirs.</summary>
[Collection(Alone.Name)]
public sealed class EndlessWritersTests
{
    private const int Rounds = 60;
    private const int LinesOfRound = 1000;

    [Theory]
    [InlineData("m{0},h=a v=1 {1}")]
    [InlineData("m,h=h{0} v=1 {1}")]
    [InlineData("m,h=a,k{0}=x v=1 {1}")]
    [InlineData("m,h=a f{0}=1 {1}")]
    public async Task Names_without_end_take_no_memory_for_long(string line)
    {
        await using var rig = await StartAsync();
        await WriteAsync(rig, line, 0, 4);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await WriteAsync(rig, line, 4, Rounds);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(24 * 1024 * 1024);
        rig.Engine.Running.Find("quiet")?.Entered.Should().Be(Rounds);
        rig.Engine.Running.Find("all")?.Entered.Should().Be(Rounds * (LinesOfRound + 1));
        rig.Engine.Running.Find("quiet")?.Groups.Refused.Should().Be(0);
    }

    [Fact]
    public async Task A_request_of_one_point_leaves_nothing_behind()
    {
        await using var rig = await StartAsync();
        for (var i = 0; i < 1000; i++)
            await rig.Write($"quiet,h=a v=1 {i}");
        var (before, allocated) = (GC.GetTotalMemory(forceFullCollection: true), GC.GetTotalAllocatedBytes());

        for (var i = 0; i < 20_000; i++)
            await rig.Write($"quiet,h=a v=1 {i}");

        ((GC.GetTotalAllocatedBytes() - allocated) / 20_000).Should().BeLessThan(8 * 1024);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(1024 * 1024);
        rig.Engine.Running.Find("quiet")?.Entered.Should().Be(21_000);
    }

    [Fact]
    public async Task Tags_of_64_KB_do_not_stay()
    {
        await using var rig = await StartAsync();
        await WriteLongAsync(rig, 0, 50);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await WriteLongAsync(rig, 50, 1000);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(64 * 1024 * 1024, "all of them together are 120 MB of text");
    }

    [Fact]
    public async Task A_task_that_is_defined_and_deleted_a_thousand_times_leaves_nothing()
    {
        await using var rig = await TaskRig.StartAsync();
        for (var i = 0; i < 20; i++)
            await DefineWriteAndDelete(rig, i);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 1000; i++)
            await DefineWriteAndDelete(rig, i);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 * 1024 * 1024);
        rig.Engine.Running.All.Should().BeEmpty();
        rig.Engine.Running.HasReader("db", "rp").Should().BeFalse();
    }

    private static async Task DefineWriteAndDelete(TaskRig rig, int i)
    {
        await rig.Define("t", $"stream|from().measurement('m').groupBy('h')|window().period(1h).every(1h)|mean('v')|alert().crit(lambda: \"mean\" > {i}.0)");
        await rig.Write("m,h=a v=1 0\nm,h=b v=1 0");
        await rig.Tasks.DeleteAsync("t");
    }

    private static async Task WriteAsync(TaskRig rig, string line, int from, int to)
    {
        for (var round = from; round < to; round++)
        {
            var numbers = Enumerable.Range(round * LinesOfRound, LinesOfRound);
            await rig.Write(string.Join('\n', numbers.Select(i => string.Format(CultureInfo.InvariantCulture, line, i, i))) + $"\nquiet,h=a v=1 {round}");
        }
    }

    private static async Task WriteLongAsync(TaskRig rig, int from, int to)
    {
        for (var i = from; i < to; i++)
            await rig.Write($"m,h={new string('x', 60_000)}{i} v=1 {i}");
    }

    private static async Task<TaskRig> StartAsync()
    {
        var rig = await TaskRig.StartAsync();
        (rig.Limits, rig.Groups) = (new LimitsOptions { Series = 2000 }, new() { Limit = 2000 });
        await rig.RestartAsync();
        await rig.Define("all", "stream|from().groupBy('h')|window().periodCount(2).everyCount(2)|log()");
        await rig.Define("quiet", "stream|from().measurement('quiet').groupBy('h')|log()");
        return rig;
    }
}
