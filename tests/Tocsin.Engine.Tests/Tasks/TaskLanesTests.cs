using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>A task that works on several loops does what it does on one.</summary>
public sealed class TaskLanesTests
{
    private const string Thresholds = "stream|from().measurement('m').groupBy('host')|alert().id('{{ .Group }}').crit(lambda: \"a\" > 0.0)";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_scripts_raise_the_same_events_in_the_same_order_for_each_id(int seed)
    {
        var script = new RandomTask(seed).Script();
        var expected = await RunAsync(script, seed, splits: 0);

        foreach (var splits in (int[])[1, 2, 3])
        {
            var split = await RunAsync(script, seed, splits);

            split.Loops.Should().Be(1 << splits, script);
            split.Events.Should().Be(expected.Events, script);
            split.Counters.Should().Equal(expected.Counters, script);
        }
    }

    [Fact]
    public async Task The_random_scripts_have_something_to_compare()
    {
        var events = new List<int>();
        for (var seed = 1; seed <= 60; seed++)
            events.Add((await RunAsync(new RandomTask(seed).Script(), seed, splits: 0)).Events.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        events.Count(count => count > 10).Should().BeGreaterThan(40);
        Enumerable.Range(1, 60).Select(seed => new RandomTask(seed).Script()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Loops_are_added_while_writers_wait_in_line_and_no_write_ends_before_its_points_have_passed()
    {
        var time = new FakeTime();
        await using var task = new SplitTask(Thresholds, mostLoops: 4, time, raised: () => time.Advance(TimeSpan.FromSeconds(0.4))).Start();

        var writes = Enumerable.Range(0, 200).Select(i => task.WriteAsync(string.Join('\n', Enumerable.Range(0, 20).Select(host => $"m,host=h{host} a=1 {i}")))).ToList();
        await Task.WhenAll(writes);

        task.Running.Loops.Count.Should().BeGreaterThan(1);
        task.Running.Lag.Batches.Should().Be(0);
        task.Running.Entered.Should().Be(200 * 20);
        task.Events.Split('\n').Should().HaveCount(200 * 20);
    }

    [Fact]
    public async Task A_task_that_is_stopped_works_off_what_its_loops_have()
    {
        await using var task = new SplitTask(Thresholds, mostLoops: 8).Start();
        await task.SplitAsync();
        await task.SplitAsync();
        var writes = Enumerable.Range(0, 100).Select(i => task.WriteAsync(string.Join('\n', Enumerable.Range(0, 20).Select(host => $"m,host=h{host} a=1 {i}")))).ToList();

        await task.StopAsync();

        await Task.WhenAll(writes);
        task.Running.Entered.Should().Be(100 * 20);
    }

    [Fact]
    public async Task What_is_left_at_a_stop_is_refused()
    {
        using var gate = new ManualResetEventSlim();
        await using var task = new SplitTask(Thresholds, mostLoops: 2, raised: gate.Wait).Start();
        await task.SplitAsync();
        var writes = Enumerable.Range(0, 50).Select(i => task.WriteAsync(string.Join('\n', Enumerable.Range(0, 20).Select(host => $"m,host=h{host} a=1 {i}")))).ToList();

        var stop = task.Running.StopAsync(TimeSpan.Zero);
        gate.Set();
        await stop;
        await Until.True(() => writes.TrueForAll(write => write.IsCompleted));

        writes.Should().Contain(write => write.IsFaulted).And.OnlyContain(write => write.IsCompletedSuccessfully || write.Exception!.InnerException is UnseenPointsException);
        task.Events.Split('\n').Length.Should().BeGreaterThanOrEqualTo(20 * writes.Count(write => write.IsCompletedSuccessfully), "what is acknowledged was seen");
        task.Running.Lag.Batches.Should().Be(0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 60)]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(1, 333)]
    [InlineData(2, 0)]
    [InlineData(2, 60)]
    [InlineData(2, 333)]
    [InlineData(3, 5)]
    [InlineData(3, 60)]
    [InlineData(3, 333)]
    public async Task What_is_left_in_loops_is_seen_once_by_the_task_that_takes_the_place_in_the_order_of_each_series(int splits, int seenBefore)
    {
        const int Writes = 50;
        using var gate = new ManualResetEventSlim();
        var seen = 0;
        await using var task = new SplitTask(Thresholds, mostLoops: 8, raised: () =>
        {
            if (Interlocked.Increment(ref seen) > seenBefore)
                gate.Wait();
        }).Start();
        for (var i = 0; i < splits; i++)
            await task.SplitAsync();
        var writes = Enumerable.Range(0, Writes).Select(i => task.WriteAsync(string.Join('\n', Enumerable.Range(0, 20).Select(host => $"m,host=h{host} a=1 {i}")))).ToList();
        await Until.True(() => Volatile.Read(ref seen) > seenBefore);

        await task.ReplaceAsync(gate.Set);
        await Task.WhenAll(writes);

        task.Events.Split('\n').Select(line => line.Split(' ')).GroupBy(line => line[0]).Should().HaveCount(20)
            .And.OnlyContain(id => id.Select(line => line[3]).SequenceEqual(Enumerable.Range(0, Writes).Select(i => $"{i * 1_000_000_000L}")));
    }

    [Fact]
    public async Task The_limit_of_groups_is_one_for_all_loops()
    {
        await using var task = new SplitTask(Thresholds, mostLoops: 4, groups: new GroupOptions { Limit = 10 }).Start();
        await task.WriteAsync(string.Join('\n', Enumerable.Range(0, 6).Select(host => $"m,host=h{host} a=1 1")));
        await task.SplitAsync();
        await task.SplitAsync();

        await task.WriteAsync(string.Join('\n', Enumerable.Range(0, 14).Select(host => $"m,host=h{host} a=1 2")));

        task.Running.Groups.Count.Should().Be(10);
        task.Running.Groups.Refused.Should().Be(4);
        task.Running.LastFailure!.Failure.Why.Should().StartWith("the task has 10 groups, and groups.limit lets it have 10"); // Four were refused.
    }

    [Theory]
    [InlineData("{{ .Group }}", "'host'")]
    [InlineData("{{ index .Tags \"host\" }}", "'host', 'cpu'")]
    public async Task Topics_and_handlers_get_the_same_over_restarts(string id, string groupBy)
    {
        var script = $"stream|from().measurement('m').groupBy({groupBy})|alert().id('{id}').warn(lambda: \"a\" > 0.0).crit(lambda: \"a\" > 2.0).stateChangesOnly().topic('all').post('http://sink/own')";

        var expected = await DeliverAsync(script, loops: 1);
        var delivered = await DeliverAsync(script, loops: 4);

        expected.Should().HaveCountGreaterThan(100);
        delivered.Should().Equal(expected);
    }

    [Fact]
    public async Task A_loop_that_is_not_busy_stays_alone()
    {
        await using var task = new SplitTask(Thresholds, mostLoops: 8).Start();

        for (var i = 0; i < 100; i++)
            await task.WriteAsync($"m,host=a a=1 {i}");

        task.Running.Loops.Should().Be(new TaskLoops(1, 8, "they are enough, or no core is idle for more"));
    }

    private static async Task<(string Events, IEnumerable<string> Counters, int Loops)> RunAsync(string script, int seed, int splits)
    {
        var writes = new RandomTask(seed).Writes(12);
        await using var task = new SplitTask(script, mostLoops: 8).Start();
        var at = new Random(seed);
        var before = Enumerable.Range(0, splits).Select(_ => at.Next(writes.Count)).ToList();
        for (var i = 0; i < writes.Count; i++)
        {
            foreach (var _ in before.Where(write => write == i))
                await task.SplitAsync();
            await task.WriteAsync(writes[i]);
        }

        await task.StopAsync();
        return (task.Events, [.. task.Counters], task.Running.Loops.Count);
    }

    // What reached handlers, by receiver and id, in its order.
    private static async Task<IReadOnlyList<string>> DeliverAsync(string script, int loops)
    {
        await using var rig = await TaskRig.StartAsync();
        rig.Loops = loops;
        await rig.RestartAsync();
        await rig.DefineHandler("all", "topic");
        await rig.Define("t", script);
        var random = new Random(7);
        for (var write = 0; write < 30; write++)
        {
            if (write == 20)
                await rig.RestartAsync();
            if (loops > 1 && write is 5 or 12 or 22)
            {
                var task = rig.Engine.Running.Find("t")!; // It was defined and runs.
                await task.DrainAsync();
                await task.Lanes.SplitAsync();
            }

            await rig.Write(string.Join('\n', Enumerable.Range(0, 20).Select(i => $"m,host=h{random.Next(10)},cpu=c{random.Next(3)} a={random.Next(-4, 5)} {(write * 20) + i}")));
        }

        await rig.WhenDelivered();
        return [.. rig.Told.OrderBy(told => told[..told.LastIndexOf(' ', told.IndexOf(" after", StringComparison.Ordinal) - 1)], StringComparer.Ordinal)];
    }
}
