using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>What a task has taken in and not processed when it ends is seen by the task that takes its place, or its writers learn that nobody saw it.</summary>
public sealed class TaskBacklogTests : IAsyncLifetime
{
    private const string Slow = "stream|from().measurement('m').groupBy('h')|httpPost('http://slow.test')";
    private const string SlowAsWell = "stream|from().groupBy('h')|httpPost('http://slow.test').timeout(5s)";
    private const int Points = 40;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.35);

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskRig _rig = null!; // Made before each test.
    private TimeSpan _answerTakes = 2 * Step;
    private int _begun;

    public enum Kind
    {
        Restart,
        Databases,
        Rename,
        Template,
        Disable,
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    public async Task InitializeAsync()
    {
        _rig = await TaskRig.StartAsync();
        _rig.Answer = _ =>
        {
            Interlocked.Increment(ref _begun);
            Task.WaitAny(Task.Delay(_answerTakes, _rig.Time), _release.Task);
            return new HttpResponseMessage();
        };
        await _rig.Engine.Templates.CreateAsync("slow", Slow);
        await _rig.Tasks.CreateAsync(new TaskChange { Id = "t", TemplateId = "slow", Dbrps = [TaskRig.Source], IsEnabled = true });
    }

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData(Kind.Restart)]
    [InlineData(Kind.Databases)]
    [InlineData(Kind.Rename)]
    [InlineData(Kind.Template)]
    public async Task Backlog_goes_to_the_task_that_takes_the_place_in_its_order_and_before_what_comes_after(Kind kind)
    {
        var writes = Write(0, Points);

        var change = ChangeAsync(kind, "t");
        writes.AddRange(Write(Points, 10));
        await Passing(() => _rig.Engine.Running.Find("t") is null || change.IsCompleted);
        writes.AddRange(Write(Points + 10, 10));
        await Passing(() => change.IsCompleted);
        await change;
        var seenByOld = Seen().Count;
        writes.AddRange(Write(Points + 20, 10));
        await Passing(() => writes.TrueForAll(write => write.IsCompleted));

        await Task.WhenAll(writes);
        Seen().Should().Equal(Enumerable.Range(0, Points + 30));
        seenByOld.Should().BeInRange(2, Points - 10, "it had 5 s");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writers_whose_points_a_disabled_or_deleted_task_had_taken_in_learn_that_it_has_not_seen_them(bool isDeleted)
    {
        var writes = Write(0, Points);

        var change = isDeleted ? _rig.Tasks.DeleteAsync("t") : _rig.Enable("t", isEnabled: false);
        await Passing(() => change.IsCompleted);
        await change;
        await Passing(() => writes.TrueForAll(write => write.IsCompleted));

        var acknowledged = writes.TakeWhile(write => write.IsCompletedSuccessfully).Count();
        Seen().Should().Equal(Enumerable.Range(0, acknowledged));
        writes.Skip(acknowledged).Should().HaveCountGreaterThan(10).And.OnlyContain(write => write.IsFaulted);
        (await FluentActions.Awaiting(() => writes[^1]).Should().ThrowAsync<UnseenPointsException>())
            .WithMessage("task t has ended before it had processed all of these points: send them again");
        await Write(Points, 1).Single();
    }

    [Fact]
    public async Task Backlog_goes_to_the_task_as_it_was_when_a_change_is_taken_back()
    {
        // It reads what the changed template writes, and cannot start with it.
        await _rig.Tasks.CreateAsync(new TaskChange { Id = "u", TemplateId = "slow", Dbrps = [new Dbrp("other", "rp")], IsEnabled = true });
        var writes = Write(0, Points);

        var change = _rig.Engine.Templates.UpdateAsync("slow", "", Slow + "|kapacitorLoopback().database('other').retentionPolicy('rp').measurement('n')", _rig.Tasks);
        await Passing(() => change.IsCompleted);
        await FluentActions.Awaiting(() => change).Should().ThrowAsync<DefinitionException>();
        await Passing(() => writes.TrueForAll(write => write.IsCompleted));

        await Task.WhenAll(writes);
        Seen().Should().Equal(Enumerable.Range(0, Points));
        _rig.Tasks.Find("t")!.Script.Should().Be(Slow);
    }

    [Fact]
    public async Task A_task_whose_node_does_not_end_hands_on_all_that_it_has_not_processed()
    {
        _answerTakes = TimeSpan.FromDays(1);
        var writes = Write(0, Points);
        await Until.True(() => _begun == 1);

        var change = ChangeAsync(Kind.Databases, "t");
        await Passing(() => change.IsCompleted);
        await change;
        _rig.Tasks.Unended.Should().ContainSingle();
        _release.SetResult();
        await Passing(() => writes.TrueForAll(write => write.IsCompleted));
        await Task.WhenAll(writes);

        Seen().Should().Equal([0, .. Enumerable.Range(0, Points)], "the one that it was at is seen by both");
    }

    [Fact]
    public async Task Writers_learn_of_points_of_a_task_that_was_given_up_and_that_nobody_follows()
    {
        _answerTakes = TimeSpan.FromDays(1);
        var writes = Write(0, Points);
        await Until.True(() => _begun == 1);

        var change = _rig.Enable("t", isEnabled: false);
        await Passing(() => change.IsCompleted && writes.TrueForAll(write => write.IsCompleted));

        writes.Should().OnlyContain(write => write.IsFaulted);
    }

    /// <summary>Writers write again what was refused; each point has a number.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Each_acknowledged_point_is_seen_whatever_changes(int seed)
    {
        var random = new Random(seed);
        _rig.Loops = random.Next(2) == 0 ? 1 : 4;
        await _rig.RestartAsync();
        if (_rig.Engine.Running.Find("t") is { Lanes.MaySplit: true } split)
            await split.Lanes.SplitAsync();
        var (id, points) = ("t", 0);
        var writes = new List<(int First, int Count, Task Write)>();
        var refused = new HashSet<int>();

        for (var round = 0; round < 3; round++)
        {
            for (var i = random.Next(1, 25); i > 0; i--)
                Add();
            var kind = (Kind)random.Next(Enum.GetValues<Kind>().Length);

            // What comes when no task takes it any more is for none.
            var (change, more) = (ChangeAsync(kind, id), kind == Kind.Disable ? 0 : random.Next(5));
            await Passing(() =>
            {
                if (more-- > 0)
                    Add();
                return change.IsCompleted;
            });
            id = (await change).Id;
            if (kind == Kind.Disable)
                await _rig.Enable(id);
        }

        await Passing(() =>
        {
            Again();
            return writes.TrueForAll(write => write.Write.IsCompletedSuccessfully);
        });

        var seen = Seen().CountBy(value => value).ToDictionary();
        Enumerable.Range(0, points).Where(value => !seen.ContainsKey(value)).Should().BeEmpty("what was acknowledged is seen");
        seen.Where(value => value.Value > 1 && !refused.Contains(value.Key)).Should().BeEmpty("what was never refused is seen once");

        void Add()
        {
            var count = random.Next(1, 4);
            writes.Add((points, count, Write(points, count, inOne: true).Single()));
            points += count;
        }

        void Again()
        {
            for (var i = 0; i < writes.Count; i++)
            {
                var (first, count, write) = writes[i];
                if (!write.IsFaulted)
                    continue;
                write.Exception.InnerException.Should().BeOfType<UnseenPointsException>();
                refused.UnionWith(Enumerable.Range(first, count));
                writes[i] = (first, count, Write(first, count, inOne: true).Single());
            }
        }
    }

    private async Task<TaskDefinition> ChangeAsync(Kind kind, string id)
    {
        if (kind == Kind.Template)
        {
            await _rig.Engine.Templates.UpdateAsync("slow", "", _rig.Tasks.Find(id)!.Script == Slow ? SlowAsWell : Slow, _rig.Tasks);
            return _rig.Tasks.Find(id)!;
        }

        return await _rig.Tasks.UpdateAsync(id, kind switch
        {
            Kind.Restart => new TaskChange { IsEnabled = true, IsRestart = true },
            Kind.Databases => new TaskChange { Dbrps = [TaskRig.Source, new Dbrp($"also{_begun}", "rp")], IsEnabled = true },
            Kind.Rename => new TaskChange { Id = id + "x" },
            _ => new TaskChange { IsEnabled = false },
        });
    }

    // An answer takes two steps.
    private Task Passing(Func<bool> condition) => Until.True(condition, _rig.Time, Step);

    private List<Task> Write(int first, int count, bool inOne = false)
    {
        var lines = Enumerable.Range(first, count).Select(value => $"m,h=h{value % 7} v={value}i {value}");
        return [.. (inOne ? [string.Join('\n', lines)] : lines).Select(text => _rig.Write(text))];
    }

    private List<int> Seen()
    {
        lock (_rig.Requests)
            return [.. _rig.Requests.SelectMany(ValuesOf)];
    }

    private static List<int> ValuesOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("series").EnumerateArray().SelectMany(series => series.GetProperty("values").EnumerateArray()).Select(row => row[1].GetInt32())];
    }
}
