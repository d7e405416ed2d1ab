using Tocsin.Alerting.Alerts;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Nodes.Alert;

/// <summary>Alerts of what is gone end, when their script or the configuration says after how long.</summary>
public sealed class CloseWhenSilentTests
{
    private const string Processes =
        "stream|from().measurement('proc').groupBy('pid')|alert().crit(lambda: \"fds\" > 90).stateChangesOnly().id('{{ index .Tags \"pid\" }}').details('').closeWhenSilent(10s).post('http://sink/x')";

    [Fact]
    public async Task An_open_alert_without_data_is_closed_and_one_with_data_is_not()
    {
        await using var rig = await TaskRig.StartAsync(Processes, "proc,pid=1 fds=99\nproc,pid=2 fds=99\nproc,pid=3 fds=1");

        for (var i = 0; i < 6; i++)
        {
            await rig.Pass(2);
            await rig.Write("proc,pid=2 fds=95");
        }

        await rig.WhenPosted("/x 1 CRITICAL", "/x 1 OK", "/x 2 CRITICAL");
        rig.StateOf("main:t:alert2", "1").Message.Should().Be("1 is closed: no data for 10s while it was CRITICAL");
    }

    [Fact]
    public async Task It_is_closed_once_and_a_new_problem_is_new()
    {
        await using var rig = await TaskRig.StartAsync(Processes);

        for (var i = 0; i < 2; i++)
        {
            await rig.Write("proc,pid=1 fds=99");
            await rig.Pass(11);
            await rig.Pass(30);
        }

        await Until.True(() => rig.Told.Count == 4);
        rig.Told.Should().Equal("/x 1 CRITICAL after OK", "/x 1 OK after CRITICAL", "/x 1 CRITICAL after OK", "/x 1 OK after CRITICAL");
    }

    [Fact]
    public async Task Data_that_is_ok_again_leaves_nothing_to_be_closed()
    {
        await using var rig = await TaskRig.StartAsync(Processes, "proc,pid=1 fds=99", "proc,pid=1 fds=9");

        await rig.Pass(11);
        await rig.Pass(11);

        await rig.WhenPosted("/x 1 CRITICAL", "/x 1 OK");
    }

    [Fact]
    public async Task It_is_closed_after_a_restart_and_not_at_once()
    {
        await using var rig = await TaskRig.StartAsync(Processes + ".topic('procs')", "proc,pid=1 fds=99\nproc,pid=2 fds=99");
        await rig.RestartAsync();

        await rig.Pass(9);
        await rig.Write("proc,pid=2 fds=99");
        rig.StateOf("procs", "1").Level.Should().Be(AlertLevel.Critical);
        await rig.Pass(2);
        await rig.Pass(2);

        await rig.WhenPosted("/x 1 CRITICAL", "/x 1 OK", "/x 2 CRITICAL");
        rig.StateOf("procs", "1").Level.Should().Be(AlertLevel.Ok);
        rig.StateOf("procs", "2").Level.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task It_is_closed_when_the_task_was_stopped_meanwhile()
    {
        await using var rig = await TaskRig.StartAsync(Processes, "proc,pid=1 fds=99");
        await rig.Enable("t", false);
        await rig.Pass(60);
        await rig.Enable("t");

        await rig.Pass(11);

        await rig.WhenPosted("/x 1 CRITICAL", "/x 1 OK");
    }

    [Fact]
    public async Task It_is_closed_although_a_barrier_ended_its_group()
    {
        await using var rig = await TaskRig.StartAsync(
            Processes.Replace("|alert()", "|barrier().idle(2s).delete(TRUE)|alert()", StringComparison.Ordinal), "proc,pid=4711 fds=99");

        for (var i = 0; i < 6; i++)
            await rig.Pass(2);

        await rig.WhenPosted("/x 4711 CRITICAL", "/x 4711 OK");
    }

    [Fact]
    public async Task A_batch_is_data_too()
    {
        await using var rig = await TaskRig.StartAsync(
            Processes.Replace("|alert()", "|window().periodCount(1).everyCount(1)|alert()", StringComparison.Ordinal), "proc,pid=1 fds=99");
        await rig.Pass(9);
        await rig.Write("proc,pid=1 fds=99");
        await rig.Pass(9);
        rig.Posted.Should().NotContain("/x 1 OK");

        await rig.Pass(2);
        await rig.Pass(2);

        await rig.WhenPosted("/x 1 CRITICAL", "/x 1 OK");
    }

    [Fact]
    public async Task The_words_are_the_script_s()
    {
        await using var rig = await TaskRig.StartAsync(
            Processes + ".closeMessage('{{ .ID }} ({{ index .Fields \"fds\" }} files, {{ index .Tags \"pid\" }}) went away at {{ .Level }}')", "proc,pid=1 fds=99");

        await rig.Pass(11);

        rig.StateOf("main:t:alert2", "1").Message.Should().Be("1 (99 files, 1) went away at CRITICAL");
    }

    [Fact]
    public async Task Words_that_cannot_be_said_are_warned_of()
    {
        await using var rig = await TaskRig.StartAsync();
        var task = await rig.Define("t", Processes + ".closeMessage('{{ .Nope }}')");
        task.Warnings.Should().ContainSingle().Which.Message.Should().StartWith("alert: closeMessage: ");
        await rig.Write("proc,pid=1 fds=99");

        await rig.Pass(11);

        rig.StateOf("main:t:alert2", "1").Message.Should().Be("1 is closed: no data for 10s while it was CRITICAL");
    }

    [Fact]
    public async Task Without_recoveries_only_topics_learn_of_it()
    {
        await using var rig = await TaskRig.StartAsync(Processes + ".noRecoveries()");

        for (var i = 0; i < 2; i++)
        {
            await rig.Write("proc,pid=1 fds=99");
            await rig.Pass(11);
        }

        await Until.True(() => rig.Told.Count == 2);
        rig.Told.Should().Equal("/x 1 CRITICAL after OK", "/x 1 CRITICAL after OK");
        rig.StateOf("main:t:alert2", "1").Level.Should().Be(AlertLevel.Ok);
    }

    [Fact]
    public async Task What_it_inhibited_is_told_again()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("boss", "stream|from().measurement('boss')|alert().crit(lambda: \"v\" > 0.0).inhibit('net').closeWhenSilent(10s).details('')");
        await rig.Define("t", Processes.Replace(".details('')", ".details('').category('net')", StringComparison.Ordinal));
        await rig.Write("boss v=1");
        await rig.Write("proc,pid=1 fds=99");

        await rig.Pass(11);
        await rig.Write("proc,pid=1 fds=99");

        await rig.WhenPosted("/x 1 CRITICAL");
    }

    [Theory]
    [InlineData("", "/x 1 CRITICAL", "/x 1 OK")]
    [InlineData(".closeWhenSilent(0s)", "/x 1 CRITICAL")]
    public async Task The_configuration_speaks_for_scripts_that_do_not(string own, params string[] posted)
    {
        await using var rig = await TaskRig.StartAsync();
        rig.Options = new AlertOptions { CloseSilentAfter = TimeSpan.FromSeconds(5) };
        await rig.RestartAsync();
        await rig.Define("t", Processes.Replace(".closeWhenSilent(10s)", own, StringComparison.Ordinal));
        await rig.Write("proc,pid=1 fds=99");

        await rig.Pass(6);
        await rig.Pass(60);

        await rig.WhenPosted(posted);
    }

    [Fact]
    public async Task By_default_an_alert_stays_open()
    {
        await using var rig = await TaskRig.StartAsync(Processes.Replace(".closeWhenSilent(10s)", "", StringComparison.Ordinal), "proc,pid=1 fds=99");
        await rig.WhenPosted("/x 1 CRITICAL");

        await rig.Pass(100_000);
        await rig.RestartAsync();
        await rig.Pass(100_000);

        await rig.WhenPosted("/x 1 CRITICAL");
    }
}
