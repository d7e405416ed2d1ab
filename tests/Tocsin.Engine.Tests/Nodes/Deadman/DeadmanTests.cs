using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Deadman;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Nodes.Deadman;

/// <summary>What deadmen watch: groups that were seen once, over restarts, until they are forgotten.</summary>
public sealed class DeadmanTests
{
    private const string Hosts =
        "stream|from().measurement('cpu').groupBy('host')|deadman(0.0, 2s).stateChangesOnly().id('{{ index .Tags \"host\" }}').details('').post('http://sink/x')";

    [Theory]
    [InlineData(".groupBy('host')")]
    [InlineData(".groupBy(*)")]
    [InlineData(".groupByMeasurement()")]
    [InlineData("|groupBy('host')")]
    [InlineData("|groupBy('host')|where(lambda: TRUE)|window().periodCount(1).everyCount(1)|last('v')")]
    public async Task Of_grouped_data_there_is_no_alert_of_no_group(string grouped)
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", $"stream|from().measurement('cpu'){grouped}|deadman(0.0, 1s).id('cpu of [{{{{ index .Tags \"host\" }}}}]').post('http://sink/x')");

        for (var i = 0; i < 5; i++)
            await rig.Pass(1);

        rig.Raised.Should().BeEmpty();
        rig.Engine.Alerts.Topics.ListEvents("main:t:alert5").Should().BeNullOrEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".groupBy('host')|groupBy()")]
    public async Task Of_data_in_one_group_it_is_told_that_there_is_none_and_that_it_came(string grouped)
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", $"stream|from().measurement('cpu'){grouped}|deadman(0.0, 1s).stateChangesOnly().id('cpu').post('http://sink/x')");

        for (var i = 0; i < 5; i++)
            await rig.Pass(1);
        for (var i = 0; i < 3; i++)
        {
            await rig.Write("cpu,host=a v=1");
            await rig.Pass(1);
        }

        await Posted(rig, "/x cpu CRITICAL", "/x cpu OK");
    }

    [Fact]
    public async Task A_host_that_died_while_the_server_was_down_is_told_dead()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", Hosts);
        await rig.Write("cpu,host=a v=1\ncpu,host=b v=1");

        await rig.RestartAsync();
        await OnlyBSends(rig);

        await Posted(rig, "/x a CRITICAL");
    }

    [Fact]
    public async Task A_host_that_was_told_dead_is_not_told_again_and_its_return_is()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", Hosts);
        await rig.Write("cpu,host=a v=1\ncpu,host=b v=1");
        await OnlyBSends(rig);
        await Posted(rig, "/x a CRITICAL");

        await rig.RestartAsync();
        await OnlyBSends(rig);
        for (var i = 0; i < 4; i++)
        {
            await rig.Write("cpu,host=a v=1\ncpu,host=b v=1");
            await rig.Pass(1);
        }

        await Posted(rig, "/x a CRITICAL", "/x a OK");
    }

    [Theory]
    [InlineData(0, ".groupBy('host')", "a")]
    [InlineData(0, "", "")]
    [InlineData(2, ".groupBy('host')", "a")]
    public async Task What_is_back_after_a_restart_is_told_alive_by_the_first_look(int threshold, string grouped, string id)
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", $"stream|from().measurement('cpu'){grouped}|deadman({threshold}.0, 10s).stateChangesOnly().id('{{{{ index .Tags \"host\" }}}}').details('').post('http://sink/x')");
        await rig.Write("cpu,host=a v=1");
        for (var i = 0; i < 4; i++)
            await rig.Pass(10);
        await Posted(rig, $"/x {id} CRITICAL");

        await rig.RestartAsync();
        for (var i = 0; i <= threshold; i++)
            await rig.Write($"cpu,host=a v={i}");
        await rig.Pass(10);

        await Posted(rig, $"/x {id} CRITICAL", $"/x {id} OK");
    }

    [Fact]
    public async Task What_sends_too_little_until_the_first_look_after_a_restart_is_judged_by_a_whole_interval()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", "stream|from().measurement('cpu').groupBy('host')|deadman(1.0, 10s).stateChangesOnly().id('{{ index .Tags \"host\" }}').details('').post('http://sink/x')");
        await rig.Write("cpu,host=a v=1\n" + Many("b"));
        for (var i = 0; i < 3; i++)
        {
            await rig.Pass(10);
            await rig.Write(Many("b"));
        }

        await Posted(rig, "/x a CRITICAL");

        await rig.RestartAsync();
        await rig.Write("cpu,host=a v=1\ncpu,host=b v=1"); // One of two is due within less than an interval.
        await rig.Pass(10);
        await rig.WhenDelivered();
        await Posted(rig, "/x a CRITICAL");

        await rig.Write(Many("a") + "\n" + Many("b"));
        await rig.Pass(10);
        await Posted(rig, "/x a CRITICAL", "/x a OK");

        static string Many(string host) => string.Join('\n', Enumerable.Range(0, 6).Select(i => $"cpu,host={host} v={i}"));
    }

    [Theory]
    [InlineData("'cpu'", "'mem'")]
    [InlineData(".groupBy('host')", ".groupBy('rack')")]
    [InlineData(".groupBy('host')", ".where(lambda: \"host\" == 'b').groupBy('host')")]
    [InlineData("|deadman", "|where(lambda: \"host\" == 'b')|deadman")]
    public async Task A_script_that_takes_other_data_forgets_the_hosts(string old, string now)
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", Hosts);
        await rig.Write("cpu,host=a v=1\ncpu,host=b v=1");

        foreach (var script in new[] { Hosts.Replace(old, now, StringComparison.Ordinal), Hosts })
        {
            await rig.Enable("t", false);
            await rig.Tasks.UpdateAsync("t", new TaskChange { Script = script, IsEnabled = true });
            await OnlyBSends(rig);
        }

        rig.Raised.Should().BeEmpty();
    }

    [Fact]
    public async Task A_script_with_other_words_goes_on_with_the_hosts()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", Hosts);
        await rig.Write("cpu,host=a v=1\ncpu,host=b v=1");

        await rig.Enable("t", false);
        await rig.Tasks.UpdateAsync("t", new TaskChange { Script = Hosts.Replace(".details('')", ".details('gone')", StringComparison.Ordinal), IsEnabled = true });
        await OnlyBSends(rig);

        await Posted(rig, "/x a CRITICAL");
    }

    [Fact]
    public async Task A_renamed_task_goes_on_with_its_hosts_and_a_deleted_one_s_are_forgotten()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", Hosts);
        await rig.Write("cpu,host=a v=1\ncpu,host=b v=1");

        await rig.Tasks.UpdateAsync("t", new TaskChange { Id = "renamed" });
        await rig.RestartAsync();
        await OnlyBSends(rig);
        await Posted(rig, "/x a CRITICAL");
        await rig.WhenDelivered();

        await rig.Tasks.DeleteAsync("renamed");
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        await Posted(rig, "/x a CRITICAL", "/x a OK");
        await rig.Define("renamed", Hosts);
        await OnlyBSends(rig);

        rig.Posted.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_that_is_gone_for_long_is_forgotten_and_its_alert_closed(bool isRestarted)
    {
        await using var rig = await TaskRig.StartAsync();
        rig.Deadman = new DeadmanOptions { ForgetAfter = TimeSpan.FromMinutes(1) };
        await rig.RestartAsync();
        await rig.Define("t", Hosts);
        await rig.Write("cpu,host=a v=1\ncpu,host=b v=1");
        await OnlyBSends(rig);
        await Posted(rig, "/x a CRITICAL");

        for (var i = 0; i < 35; i++)
        {
            if (isRestarted && i % 10 == 0)
                await rig.RestartAsync();
            await OnlyBSends(rig, 2);
        }

        await Posted(rig, "/x a CRITICAL", "/x a OK");
        rig.Engine.Alerts.Topics.TryGetState("main:t:alert5", "a", out var state).Should().BeTrue();
        state.Message.Should().Be("a is closed: no data for 1m0s while it was CRITICAL");

        // It is as new when it comes back.
        await rig.RestartAsync();
        await OnlyBSends(rig);
        rig.Posted.Should().HaveCount(2);
        await rig.Write("cpu,host=a v=1");
        await OnlyBSends(rig);
        await Posted(rig, "/x a CRITICAL", "/x a OK", "/x a CRITICAL");
    }

    [Fact]
    public async Task Hosts_are_written_down_once_however_many_points_they_send()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", Hosts + "\n" + Hosts.Replace("/x", "/y", StringComparison.Ordinal));
        for (var i = 0; i < 20; i++)
            await rig.Write(string.Join('\n', Enumerable.Range(0, 50).Select(host => $"cpu,host=h{host} v={i}")));

        await rig.RestartAsync();
        for (var i = 0; i < 3; i++)
            await rig.Pass(2);

        await Until.True(() => rig.Posted.Count >= 100);
        rig.Posted.Distinct().Should().HaveCount(100);
    }

    [Fact]
    public async Task A_group_that_a_barrier_ended_is_not_watched_after_a_restart()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", Hosts.Replace("|deadman", "|barrier().idle(1s).delete(TRUE)|deadman", StringComparison.Ordinal));
        await rig.Write("cpu,host=a v=1");
        await rig.Pass(1);
        await rig.Pass(1);

        await rig.RestartAsync();
        for (var i = 0; i < 4; i++)
            await rig.Pass(2);

        rig.Raised.Should().BeEmpty();
    }

    private static async Task OnlyBSends(TaskRig rig, int seconds = 8)
    {
        for (var i = 0; i < seconds; i++)
        {
            await rig.Write("cpu,host=b v=1");
            await rig.Pass(1);
        }
    }

    private static async Task Posted(TaskRig rig, params string[] expected)
    {
        await Until.True(() => rig.Posted.Count >= expected.Length);
        rig.Posted.Should().Equal(expected);
    }
}
