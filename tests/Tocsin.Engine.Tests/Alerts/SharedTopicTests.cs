using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts;

/// <summary>Several tasks have the same alert open in one topic: it is closed when the last of them has it open no longer.</summary>
public sealed class SharedTopicTests
{
    private const string Script =
        "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).stateChangesOnly().details('').topic('ops')";

    [Fact]
    public async Task Deleting_a_task_leaves_open_what_another_task_has_open()
    {
        await using var rig = await StartAsync("one", "two");
        await rig.Write("m,h=a v=1 1");

        await DeleteAndWait(rig, "one");
        rig.StateOf("ops").Level.Should().Be(AlertLevel.Critical);
        await rig.Write("m,h=a v=1 2");
        await rig.Write("m,h=a v=0 3");

        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK");
        rig.StateOf("ops").Message.Should().Be("a is OK");
    }

    [Fact]
    public async Task What_was_handed_over_is_closed_with_the_last_task()
    {
        await using var rig = await StartAsync("one", "two");
        await rig.Write("m,h=a v=1 1");

        await DeleteAndWait(rig, "one");
        await DeleteAndWait(rig, "two");

        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK");
        rig.StateOf("ops").Message.Should().Be("a is closed: task 'two' was deleted while it was CRITICAL");
    }

    [Fact]
    public async Task A_task_that_was_disabled_has_nothing_open()
    {
        await using var rig = await StartAsync("one");
        await rig.Write("m,h=a v=1 1");
        await rig.Define("two", Script);
        await rig.Write("m,h=a v=1 2");
        await rig.Enable("two", false);

        await DeleteAndWait(rig, "one");

        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK");
    }

    [Fact]
    public async Task A_task_that_is_defined_under_another_name_goes_on_with_the_alerts_of_the_deleted_one()
    {
        await using var rig = await StartAsync("blue");
        await rig.Write("m,h=a v=1 1\nm,h=b v=1 1");
        await rig.WhenDelivered();

        await rig.Tasks.DeleteAsync("blue");
        await rig.Define("green", Script);
        await rig.Write("m,h=a v=1 2");
        await PassRemoval(rig);

        rig.StateOf("ops", "a").Level.Should().Be(AlertLevel.Critical);
        rig.StateOf("ops", "b").Level.Should().Be(AlertLevel.Ok, "nothing of it came to the new task");
        await rig.Write("m,h=a v=0 3");
        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK", "/ops b CRITICAL", "/ops b OK");
    }

    [Fact]
    public async Task A_changed_script_closes_nothing_that_another_task_has_open()
    {
        await using var rig = await StartAsync("one", "two");
        await rig.Write("m,h=a v=1 1");

        await rig.Tasks.UpdateAsync("one", new TaskChange { Script = "stream|from().measurement('m')|log()", IsEnabled = false });
        await rig.Enable("one");

        rig.StateOf("ops").Level.Should().Be(AlertLevel.Critical);
        await rig.Write("m,h=a v=0 2");
        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK");
    }

    [Fact]
    public async Task Silence_of_one_task_closes_its_own_topic_and_not_what_another_task_has_open()
    {
        await using var rig = await StartAsync();
        await rig.Define("quiet", Script + ".closeWhenSilent(10s).post('http://sink/own')");
        await rig.Define("loud", Script.Replace("'m'", "'n'", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 1");
        await rig.Write("n,h=a v=1 1");

        await rig.Pass(11);

        await WhenPosted(rig, "/ops a CRITICAL", "/own a CRITICAL", "/own a OK");
        rig.StateOf("ops").Level.Should().Be(AlertLevel.Critical);
        await rig.Write("n,h=a v=0 2");
        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK", "/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task A_recovery_that_nobody_is_told_of_leaves_open_what_another_task_has_open()
    {
        await using var rig = await StartAsync();
        await rig.Define("silent", Script + ".noRecoveries()");
        await rig.Define("loud", Script.Replace("'m'", "'n'", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 1");
        await rig.Write("n,h=a v=1 1");

        await rig.Write("m,h=a v=0 2");

        rig.StateOf("ops").Level.Should().Be(AlertLevel.Critical);
        await rig.Write("n,h=a v=0 3");
        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK");
    }

    [Fact]
    public async Task A_topic_that_others_publish_on_to_stays_open_for_whoever_has_it_open()
    {
        await using var rig = await StartAsync();
        await rig.DefineHandler(new HandlerSpec { Topic = "team", Id = "on", Kind = "publish", OptionsJson = "{\"topics\":[\"ops\"]}" });
        await rig.Define("one", Script.Replace("'ops'", "'team'", StringComparison.Ordinal));
        await rig.Define("two", Script.Replace("'m'", "'n'", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 1");
        await rig.Write("n,h=a v=1 1");

        await DeleteAndWait(rig, "one");

        rig.StateOf("team").Level.Should().Be(AlertLevel.Ok);
        rig.StateOf("ops").Level.Should().Be(AlertLevel.Critical);
        await rig.Write("n,h=a v=0 2");
        await WhenPosted(rig, "/ops a CRITICAL", "/ops a OK");
    }

    private static async Task<TaskRig> StartAsync(params string[] tasks)
    {
        var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("ops", "ops");
        foreach (var task in tasks)
            await rig.Define(task, Script);
        return rig;
    }

    // Each task reports the alert. Whether the second report of a level is sent depends on whether the first was delivered by then.
    private static async Task WhenPosted(TaskRig rig, params string[] expected)
    {
        await rig.WhenDelivered();
        await Until.True(() => Folded(rig).Count >= expected.Length);
        Folded(rig).Should().Equal(expected);
    }

    private static List<string> Folded(TaskRig rig)
    {
        var byReceiver = rig.Posted.OrderBy(post => post.Split(' ')[0], StringComparer.Ordinal).ThenBy(post => post.Split(' ')[1], StringComparer.Ordinal).ToList();
        return [.. byReceiver.Where((post, index) => index == 0 || byReceiver[index - 1] != post)];
    }

    private static async Task DeleteAndWait(TaskRig rig, string id)
    {
        await rig.WhenDelivered();
        await rig.Tasks.DeleteAsync(id);
        await PassRemoval(rig);
    }

    // Changes of tasks come one after the other: this one after the closing, which is due when the time has passed.
    private static async Task PassRemoval(TaskRig rig)
    {
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        await rig.Tasks.DeleteAsync("nothing");
    }
}
