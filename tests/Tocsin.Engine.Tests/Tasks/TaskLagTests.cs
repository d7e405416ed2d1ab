using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Engine.Tests.Tasks;

public sealed class TaskLagTests
{
    [Fact]
    public async Task What_waits_is_counted_with_the_age_of_the_oldest()
    {
        await using var rig = await TaskRig.StartAsync();
        using var goOn = new ManualResetEventSlim();
        rig.Answer = _ =>
        {
            goOn.Wait();
            return new HttpResponseMessage();
        };
        await rig.Define("slow", "stream|from()|httpPost('http://sink/')");
        var running = rig.Engine.Running.Find("slow")!; // Just defined.
        running.Lag.Should().Be(default(TaskLag));

        var writes = new List<Task> { rig.Write("m v=1 1\nm v=2 2") };
        rig.Time.Advance(TimeSpan.FromSeconds(15));
        writes.Add(rig.Write("m v=3 3"));
        await Until.True(() => running.Lag.Batches == 2);

        running.Lag.Should().Be(new TaskLag(2, 3, TimeSpan.FromSeconds(15)));
        goOn.Set();
        await Task.WhenAll(writes);
        running.Lag.Should().Be(default(TaskLag));
        running.Entered.Should().Be(3);
    }
}
