using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>How many groups a task may have, and what becomes of those that fell silent.</summary>
public sealed class GroupsOfTasksTests
{
    private static readonly GroupOptions TwoHours = new() { TimeToLive = TimeSpan.FromHours(2) };

    [Fact]
    public async Task Groups_that_fell_silent_are_given_back_and_busy_ones_stay()
    {
        await using var rig = await StartAsync(TwoHours, "stream|from().measurement('m').groupBy('h')|window().period(1000d).every(1000d)|log()");

        for (var hour = 0; hour < 6; hour++)
        {
            await rig.Write(hour == 0 ? "m,h=busy v=1 0\nm,h=silent v=1 0" : $"m,h=busy v=1 {hour}");
            await rig.Pass(3600);
        }

        Groups(rig).Count.Should().Be(1);
        await rig.Write("m,h=silent v=1 9");
        Groups(rig).Count.Should().Be(2);
    }

    [Fact]
    public async Task A_group_lives_as_long_as_it_may_be_silent()
    {
        await using var rig = await StartAsync(TwoHours, "stream|from().measurement('m').groupBy('h')|window().period(1000d).every(1000d)|log()");
        await rig.Pass(1800);
        await rig.Write("m,h=a v=1 0");

        await rig.Pass(1800 + 3600);
        Groups(rig).Count.Should().Be(1, "it has been silent for an hour and a half");

        await rig.Pass(3600);
        Groups(rig).Count.Should().Be(0);
    }

    [Fact]
    public async Task A_group_with_an_open_alert_stays()
    {
        await using var rig = await StartAsync(TwoHours, TaskRig.Alerts + ".post('http://sink/x')");
        await rig.Write("m,h=open v=1 0\nm,h=fine v=0 0");

        for (var hour = 0; hour < 4; hour++)
            await rig.Pass(3600);

        Groups(rig).Count.Should().Be(1);
        await rig.Write("m,h=open v=0 9");
        await rig.WhenPosted("/x open CRITICAL", "/x open OK");
    }

    [Fact]
    public async Task Groups_behind_a_join_are_given_back_too()
    {
        await using var rig = await StartAsync(
            TwoHours,
            """
            var a = stream|from().measurement('a').groupBy('h')
            var b = stream|from().measurement('b').groupBy('h')
            a|join(b).as('a', 'b')|window().period(1000d).every(1000d)|log()
            """);
        await rig.Write("a,h=x v=1 0\nb,h=x v=1 0");

        for (var hour = 0; hour < 4; hour++)
            await rig.Pass(3600);

        Groups(rig).Count.Should().Be(0);
        var pipeline = rig.Engine.Running.Find("t")!.Pipeline; // It was defined and runs.
        pipeline.Graph.Nodes.Should().OnlyContain(node => pipeline.ProcessorOf(node).Stats.WorkingCardinality == 0, "no node holds anything of it");
    }

    [Fact]
    public async Task Without_a_time_to_live_groups_stay()
    {
        await using var rig = await StartAsync(new GroupOptions(), "stream|from().measurement('m').groupBy('h')|log()");
        await rig.Write("m,h=a v=1 0");

        await rig.Pass(365 * 24 * 3600);

        Groups(rig).Count.Should().Be(1);
    }

    [Fact]
    public async Task Beyond_the_limit_new_groups_of_that_task_are_refused_and_counted()
    {
        await using var rig = await StartAsync(new GroupOptions { Limit = 10 }, TaskRig.Alerts + ".post('http://sink/t')");
        await rig.Define("other", "stream|from().measurement('m')|alert().id('all').crit(lambda: \"v\" > 0.0).post('http://sink/other')");

        await rig.Write(string.Join('\n', Enumerable.Range(0, 12).Select(i => $"m,h=h{i} v=1 {i}")));

        Groups(rig).Should().Match<TaskGroups>(groups => groups.Count == 10 && groups.Limit == 10 && groups.Refused == 2 && groups.Crowding.Length > 0);
        await rig.WhenDelivered();
        rig.Posted.Count(posted => posted.StartsWith("/t ", StringComparison.Ordinal)).Should().Be(10);
        rig.Posted.Count(posted => posted.StartsWith("/other ", StringComparison.Ordinal)).Should().Be(12);
        var failure = rig.Engine.Running.Find("t")?.LastFailure;
        failure?.Node.Should().Be("from1");
        failure?.Failure.Why.Should().StartWith("the task has 10 groups, and groups.limit lets it have 10");

        await rig.Write("m,h=h3 v=0 100");
        await rig.WhenDelivered();
        rig.Posted.Should().Contain("/t h3 OK", "a group that is known goes on");
    }

    [Fact]
    public async Task Room_that_silent_groups_leave_is_given_to_new_ones()
    {
        await using var rig = await StartAsync(TwoHours with { Limit = 5 }, "stream|from().measurement('m').groupBy('h')|log()");
        await rig.Write(string.Join('\n', Enumerable.Range(0, 8).Select(i => $"m,h=old{i} v=1 {i}")));
        Groups(rig).Refused.Should().Be(3);

        for (var hour = 0; hour < 4; hour++)
            await rig.Pass(3600);
        await rig.Write(string.Join('\n', Enumerable.Range(0, 5).Select(i => $"m,h=new{i} v=1 {i}")));

        Groups(rig).Should().Match<TaskGroups>(groups => groups.Count == 5 && groups.Refused == 3);
    }

    private static async Task<TaskRig> StartAsync(GroupOptions groups, string script)
    {
        var rig = await TaskRig.StartAsync();
        rig.Groups = groups;
        await rig.RestartAsync();
        await rig.Define("t", script);
        return rig;
    }

    private static TaskGroups Groups(TaskRig rig) => rig.Engine.Running.Find("t")!.Groups; // It was defined and runs.
}
