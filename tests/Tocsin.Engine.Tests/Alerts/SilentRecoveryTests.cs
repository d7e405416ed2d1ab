using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts;

/// <summary>With <c>noRecoveries()</c> nobody is told of the end of a problem, but topics know of it, so that the next problem is a new one.</summary>
public sealed class SilentRecoveryTests
{
    private const string Changes =
        "stream|from().measurement('q').groupBy('host')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"v\" > 10).details('').noRecoveries().stateChangesOnly()";

    private const string Own = Changes + ".post('http://sink/own')";

    [Fact]
    public async Task A_new_problem_after_a_restart_is_told_as_a_new_one()
    {
        await using var rig = await TaskRig.StartAsync(Own, "q,host=a v=20i 0", "q,host=a v=5i 60");

        await rig.RestartAsync();
        await rig.Write("q,host=a v=20i 120");

        await Told(rig, "/own a CRITICAL after OK", "/own a CRITICAL after OK");
    }

    [Fact]
    public async Task Every_problem_has_the_level_before_it()
    {
        await using var rig = await TaskRig.StartAsync(Own);

        foreach (var value in new[] { 20, 5, 20, 5, 20 })
            await rig.Write($"q,host=a v={value}i 0");

        await Told(rig, "/own a CRITICAL after OK", "/own a CRITICAL after OK", "/own a CRITICAL after OK");
    }

    [Fact]
    public async Task A_handler_of_changes_gets_every_problem()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("nr", "page", "changed() == TRUE");
        await rig.DefineHandler("nr", "all");
        await rig.Define("t", Changes + ".topic('nr')");

        foreach (var value in new[] { 20, 5, 20, 5, 20, 5 })
            await rig.Write($"q,host=a v={value}i 0");

        await Told(rig, [.. Enumerable.Repeat("/all a CRITICAL after OK", 3), .. Enumerable.Repeat("/page a CRITICAL after OK", 3)]);
        rig.StateOf("nr").Level.Should().Be(AlertLevel.Ok);
    }

    [Fact]
    public async Task Own_handlers_and_a_topic_both_know()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("nr", "page", "changed() == TRUE");
        await rig.Define("t", Own + ".topic('nr')");

        await rig.Write("q,host=a v=20i 0\nq,host=a v=5i 1");
        await rig.Enable("t", false);
        await rig.Enable("t");
        await rig.Write("q,host=a v=20i 2");

        await Told(rig, [.. Enumerable.Repeat("/own a CRITICAL after OK", 2), .. Enumerable.Repeat("/page a CRITICAL after OK", 2)]);
    }

    [Fact]
    public async Task An_end_while_the_alert_flaps_is_known_when_it_flaps_no_more()
    {
        await using var rig = await TaskRig.StartAsync(Own.Replace(".details('')", ".details('').history(4).flapping(0.3, 0.6)", StringComparison.Ordinal));

        foreach (var value in new[] { 20, 5, 20, 5, 20, 5, 5, 5, 5, 5 })
            await rig.Write($"q,host=a v={value}i 0");
        rig.StateOf("main:t:alert2").Level.Should().Be(AlertLevel.Ok);
        await rig.RestartAsync();
        await rig.Write("q,host=a v=20i 2");

        await Told(rig, "/own a CRITICAL after OK", "/own a CRITICAL after OK");
    }

    [Fact]
    public async Task An_end_that_is_inhibited_is_known()
    {
        await using var rig = await TaskRig.StartAsync(Own.Replace(".details('')", ".details('').category('net')", StringComparison.Ordinal));
        await rig.Define("boss", "stream|from().measurement('boss')|alert().crit(lambda: \"v\" > 0.0).inhibit('net').details('')");

        await rig.Write("q,host=a v=20i 0");
        await rig.Write("boss v=1 2");
        await rig.Write("q,host=a v=5i 3");
        await rig.Write("boss v=0 4");
        await rig.Write("q,host=a v=20i 5");

        await Told(rig, "/own a CRITICAL after OK", "/own a CRITICAL after OK");
    }

    [Theory]
    [InlineData("category('net')")]
    [InlineData("history(4).flapping(0.3, 0.6)")]
    public async Task A_problem_that_began_in_silence_and_lasts_is_told_when_it_can_be(string silenced)
    {
        await using var rig = await TaskRig.StartAsync(Own.Replace(".details('')", $".details('').{silenced}", StringComparison.Ordinal));
        await rig.Define("boss", "stream|from().measurement('boss')|alert().crit(lambda: \"v\" > 0.0).inhibit('net').details('')");
        await rig.Write("boss v=1 0");

        foreach (var value in new[] { 5, 5, 20, 5, 20, 5, 20, 5, 20, 20, 20, 20 })
            await rig.Write($"q,host=a v={value}i 1");
        await rig.Write("boss v=0 2");
        await rig.Write("q,host=a v=20i 3");
        await rig.Write("q,host=a v=20i 4");

        await Until.True(() => rig.Posted.Count > 0);
        rig.StateOf("main:t:alert2").Level.Should().Be(AlertLevel.Critical);
        rig.Posted[^1].Should().Be("/own a CRITICAL");
    }

    [Fact]
    public async Task Topics_that_are_published_to_know_whatever_is_published_there()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler(new HandlerSpec { Topic = "nr", Id = "on", Kind = "publish", OptionsJson = "{\"topics\":[\"far\"]}", Match = "level() == CRITICAL" });
        await rig.DefineHandler(new HandlerSpec { Topic = "far", Id = "back", Kind = "publish", OptionsJson = "{\"topics\":[\"farther\"]}" });
        await rig.DefineHandler("farther", "page", "changed() == TRUE");
        await rig.Define("t", Changes + ".topic('nr')");

        foreach (var value in new[] { 20, 5, 20, 5 })
            await rig.Write($"q,host=a v={value}i 0");

        await Told(rig, "/page a CRITICAL after OK", "/page a CRITICAL after OK");
        rig.StateOf("far").Level.Should().Be(AlertLevel.Ok);
        rig.StateOf("farther").Level.Should().Be(AlertLevel.Ok);
    }

    [Fact]
    public async Task An_aggregate_is_over_when_all_that_it_gathers_from_is()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler(new HandlerSpec { Topic = "nr", Id = "sum", Kind = "aggregate", OptionsJson = "{\"id\":\"sum\",\"interval\":1000000000,\"topic\":\"sums\"}" });
        await rig.DefineHandler("sums", "page", "changed() == TRUE");
        await rig.Define("t", Changes + ".topic('nr')");

        for (var i = 1; i <= 2; i++)
        {
            await rig.Write("q,host=a v=20i 0");
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await Until.True(() => rig.Posted.Count == i);
            rig.StateOf("sums", "sum").Level.Should().Be(AlertLevel.Critical);

            await rig.Write("q,host=a v=5i 0");
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            rig.StateOf("sums", "sum").Level.Should().Be(AlertLevel.Ok);
        }

        await Told(rig, "/page sum CRITICAL after OK", "/page sum CRITICAL after OK");
    }

    [Fact]
    public async Task Deleting_the_task_ends_its_problems_and_tells_nobody()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("nr", "page", "changed() == TRUE");
        await rig.Define("t", Changes + ".topic('nr')");
        await rig.Write("q,host=a v=20i 0");
        await rig.WhenDelivered();

        await rig.Tasks.DeleteAsync("t");
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        await Until.True(() => rig.StateOf("nr").Level == AlertLevel.Ok);
        await rig.Define("other", Changes + ".topic('nr')");
        await rig.Write("q,host=a v=20i 0");

        await Told(rig, "/page a CRITICAL after OK", "/page a CRITICAL after OK");
    }

    [Fact]
    public async Task A_script_that_no_longer_raises_the_alert_ends_it_and_tells_nobody()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("nr", "page");
        await rig.Define("t", Changes + ".topic('nr')");
        await rig.Write("q,host=a v=20i 0");
        await Told(rig, "/page a CRITICAL after OK");

        await rig.Enable("t", false);
        await rig.Tasks.UpdateAsync("t", new() { Script = "stream|from().measurement('m')|log()", IsEnabled = true });

        rig.StateOf("nr").Level.Should().Be(AlertLevel.Ok);
        rig.Posted.Should().ContainSingle();
    }

    [Fact]
    public async Task Who_was_told_of_a_problem_before_recoveries_were_left_out_is_told_of_its_end()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("nr", "page");
        await rig.Define("t", Changes.Replace(".noRecoveries()", "", StringComparison.Ordinal) + ".topic('nr')");
        await rig.Write("q,host=a v=20i 0");

        await rig.Enable("t", false);
        await rig.Tasks.UpdateAsync("t", new() { Script = Changes + ".topic('nr')", IsEnabled = true });

        await Told(rig, "/page a CRITICAL after OK", "/page a OK after CRITICAL");
    }

    [Fact]
    public async Task A_problem_that_ended_is_no_open_alert()
    {
        await using var rig = await TaskRig.StartAsync(Own, "q,host=a v=20i 0");
        rig.Engine.Alerts.Activities.List(new()).Should().ContainSingle();

        await rig.Write("q,host=a v=5i 0");

        rig.Engine.Alerts.Activities.List(new()).Should().BeEmpty();
    }

    /// <summary>Waits for as many alerts and compares them, whoever came first.</summary>
    private static async Task Told(TaskRig rig, params string[] expected)
    {
        await Until.True(() => rig.Told.Count >= expected.Length);
        rig.Told.Order(StringComparer.Ordinal).Should().Equal(expected.Order(StringComparer.Ordinal));
    }
}
