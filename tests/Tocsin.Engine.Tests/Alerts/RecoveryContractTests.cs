using System.Net;
using Tocsin.Alerting.Alerts;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Alerts;

/// <summary>A handler that was told of a problem is told of its recovery, whatever happens in between.</summary>
public sealed class RecoveryContractTests
{
    private const string Script =
        "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).details('').post('http://sink/own')";

    private const string Named =
        "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).details('').topic('ops')";

    [Fact]
    public async Task Recovery_is_told_after_a_restart()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");
        await rig.WhenPosted("/own a CRITICAL");

        await rig.RestartAsync();
        await rig.Write("m,h=a v=0 2");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task Recovery_is_told_when_the_task_was_disabled_meanwhile()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");

        await rig.Enable("t", false);
        await rig.Enable("t");
        await rig.Write("m,h=a v=0 2");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task Recovery_is_told_even_if_it_is_inhibited()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("alert", Script.Replace(".details('')", ".details('').category('net')", StringComparison.Ordinal));
        await rig.Define("boss", "stream|from().measurement('boss')|alert().crit(lambda: \"v\" > 0.0).inhibit('net').details('')");
        await rig.Write("m,h=a v=1 1");
        await rig.Write("boss v=1 2");

        await rig.Write("m,h=b v=1 3\nm,h=b v=0 4\nm,h=a v=1 5\nm,h=a v=0 6");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task Recovery_is_told_once_when_it_came_while_the_alert_flapped()
    {
        await using var rig = await TaskRig.StartAsync(
            Script.Replace(".details('')", ".details('').history(4).flapping(0.3, 0.6)", StringComparison.Ordinal), "m,h=a v=1 1\nm,h=a v=0 2\nm,h=a v=1 3\nm,h=a v=0 4\nm,h=a v=1 5\nm,h=a v=0 6\nm,h=a v=0 7\nm,h=a v=0 8\nm,h=a v=0 9\nm,h=a v=0 10\nm,h=a v=0 11");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task Deleting_a_task_closes_its_open_alerts_with_its_own_handlers()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1\nm,h=b v=1 1\nm,h=b v=0 2");

        await DeleteAndWait(rig, "t");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK", "/own b CRITICAL", "/own b OK");
    }

    [Fact]
    public async Task Deleting_a_disabled_task_after_a_restart_closes_its_open_alerts_too()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");
        await rig.Enable("t", false);
        await rig.RestartAsync();

        await DeleteAndWait(rig, "t");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task Deleting_a_task_closes_its_alerts_in_named_topics_and_nobody_elses()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("ops", "ops");
        await rig.Define("t", Named);
        await rig.Define("other", Named.Replace("'m'", "'n'", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 1\nn,h=c v=1 1");

        await DeleteAndWait(rig, "t");

        await rig.WhenPosted("/ops a CRITICAL", "/ops a OK", "/ops c CRITICAL");
        rig.Engine.Alerts.Topics.TryGetState("ops", "a", out var state).Should().BeTrue();
        state.Level.Should().Be(Tocsin.Sdk.AlertLevel.Ok);
        state.Message.Should().Be("a is closed: task 't' was deleted while it was CRITICAL");
    }

    [Fact]
    public async Task Closed_alerts_keep_their_tags_so_that_matches_see_them()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("ops", "ops", "\"h\" == 'a'");
        await rig.Define("t", Named);
        await rig.Write("m,h=a v=1 1\nm,h=b v=1 1");

        await DeleteAndWait(rig, "t");

        await rig.WhenPosted("/ops a CRITICAL", "/ops a OK");
    }

    [Fact]
    public async Task A_task_that_is_defined_anew_in_time_goes_on_with_its_alerts()
    {
        await using var rig = await TaskRig.StartAsync(Script.Replace(".details('')", ".details('').stateChangesOnly()", StringComparison.Ordinal), "m,h=a v=1 1\nm,h=b v=1 1");
        await Until.True(() => rig.Posted.Count == 2);

        await rig.Tasks.DeleteAsync("t");
        await rig.Define("t", Script.Replace(".details('')", ".details('').stateChangesOnly()", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 2\nm,h=b v=0 2");
        await rig.WhenPosted("/own a CRITICAL", "/own b CRITICAL", "/own b OK");
        await rig.WhenDelivered();
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        await rig.RestartAsync();

        await rig.WhenPosted("/own a CRITICAL", "/own b CRITICAL", "/own b OK");
    }

    [Fact]
    public async Task A_task_that_is_defined_anew_without_the_node_closes_its_alerts_at_once()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");

        await rig.Tasks.DeleteAsync("t");
        await rig.Define("t", "stream|from().measurement('m')|log()");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task A_deleted_task_is_closed_over_a_restart()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");
        await Until.True(() => rig.Posted.Count == 1);
        rig.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await rig.Write("m,h=a v=1 2");
        await Until.True(() => rig.Requests.Count >= 2);
        await rig.Tasks.DeleteAsync("t");

        rig.Answer = _ => new HttpResponseMessage();
        await rig.RestartAsync();
        await Until.True(() => rig.Posted.Count == 2, rig.Time, TimeSpan.FromSeconds(1));
        await rig.WhenDelivered();
        rig.Tasks.Find("t").Should().BeNull();
        rig.Engine.Alerts.Topics.List().Should().BeEmpty();
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        await rig.WhenPosted("/own a CRITICAL", "/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task A_setting_leaves_the_alerts_of_deleted_tasks_open()
    {
        await using var rig = await TaskRig.StartAsync();
        rig.Options = new AlertOptions { CloseRemoved = false };
        await rig.RestartAsync();
        await rig.Define("t", Script);
        await rig.Write("m,h=a v=1 1");
        await rig.WhenPosted("/own a CRITICAL");

        await rig.Tasks.DeleteAsync("t");
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        await rig.RestartAsync();

        rig.Posted.Should().Equal("/own a CRITICAL");
    }

    [Fact]
    public async Task Alerts_without_recoveries_are_not_closed()
    {
        await using var rig = await TaskRig.StartAsync(Script.Replace(".details('')", ".details('').noRecoveries()", StringComparison.Ordinal), "m,h=a v=1 1");
        await rig.WhenPosted("/own a CRITICAL");

        await rig.Tasks.DeleteAsync("t");
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        await rig.RestartAsync();

        rig.Posted.Should().Equal("/own a CRITICAL");
    }

    [Fact]
    public async Task A_changed_threshold_closes_nothing()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");

        await Change(rig, Script.Replace("> 0.0", "> 0.5", StringComparison.Ordinal));
        await rig.Write("m,h=a v=0.4 2");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Theory]
    [InlineData("index .Tags \"h\"", "index .Tags \"h\" }}-{{ .Name")]
    [InlineData(".groupBy('h')", ".groupBy('h', 'x')")]
    [InlineData(".measurement('m')", ".measurement('n')")]
    public async Task A_change_after_which_the_id_cannot_come_again_closes_it(string old, string now)
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");

        await Change(rig, Script.Replace(old, now, StringComparison.Ordinal));

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task A_change_of_a_disabled_task_closes_when_the_new_script_runs_with_the_handlers_of_the_old()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");
        await rig.Enable("t", false);
        await rig.Tasks.UpdateAsync("t", new TaskChange { Script = "stream|from().measurement('m')|log()" });
        await rig.RestartAsync();

        await rig.Enable("t");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task A_node_that_gets_another_name_goes_on_with_its_named_topic()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.DefineHandler("ops", "ops");
        await rig.Define("t", Named);
        await rig.Write("m,h=a v=1 1");

        await Change(rig, Named.Replace("|alert()", "|where(lambda: TRUE)|alert()", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 2\nm,h=a v=0 3");

        await rig.WhenPosted("/ops a CRITICAL", "/ops a CRITICAL", "/ops a OK");
    }

    [Fact]
    public async Task A_renamed_task_still_closes_what_it_had_open()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");
        await rig.Tasks.UpdateAsync("t", new TaskChange { Id = "renamed" });

        await DeleteAndWait(rig, "renamed");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task An_endpoint_that_is_down_when_the_task_is_deleted_is_told_later()
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");
        await rig.WhenPosted("/own a CRITICAL");
        rig.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);

        await DeleteAndWait(rig, "t");
        await Until.True(() => rig.Requests.Count >= 2);
        rig.Answer = _ => new HttpResponseMessage();
        await Until.True(() => rig.Posted.Count == 2, rig.Time, TimeSpan.FromSeconds(1));

        rig.Posted.Should().Equal("/own a CRITICAL", "/own a OK");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_set_back_after_the_task_was_deleted_puts_off_nothing(bool isRestarted)
    {
        await using var rig = await TaskRig.StartAsync(Script, "m,h=a v=1 1");
        await rig.WhenDelivered();
        await rig.Tasks.DeleteAsync("t");

        rig.Time.Set(TimeSpan.FromDays(-365));
        if (isRestarted)
            await rig.RestartAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    [Fact]
    public async Task A_task_that_gets_the_id_of_a_deleted_one_closes_its_alerts_first()
    {
        await using var rig = await TaskRig.StartAsync(Script);
        await rig.Define("other", Script.Replace("'m'", "'n'", StringComparison.Ordinal));
        await rig.Write("m,h=a v=1 1");
        await rig.WhenDelivered();
        await rig.Tasks.DeleteAsync("t");

        await rig.Tasks.UpdateAsync("other", new TaskChange { Id = "t" });

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
    }

    private static async Task DeleteAndWait(TaskRig rig, string id)
    {
        await rig.WhenDelivered();
        await rig.Tasks.DeleteAsync(id);
        rig.Time.Advance(TimeSpan.FromMinutes(5));
    }

    private static async Task Change(TaskRig rig, string script)
    {
        await rig.Tasks.UpdateAsync("t", new TaskChange { Script = script, IsEnabled = false });
        await rig.Enable("t");
    }
}
