using System.IO.Compression;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Recordings;

public sealed class ReplayRegistryTests
{
    private const string Posting = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).stateChangesOnly().post('http://sink/own')";
    private const string Named = "stream|from().measurement('m').groupBy('h')|alert().id('{{ index .Tags \"h\" }}').crit(lambda: \"v\" > 0.0).stateChangesOnly().topic('t')";

    [Fact]
    public async Task Points_pass_the_task_with_their_times_and_its_alerts_are_sent()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=1 1\nm,h=b v=0 2\nm,h=a v=0 3");

        var begun = await rig.Engine.Replays.PlayAsync(Request(), "r");
        var ended = await EndOf(rig, "p");

        begun.Should().Be(new TaskReplay { Id = "p", Task = "t", Recording = "r", KeepsTimes = true, Date = begun.Date });
        (ended.Status, ended.Error, ended.Progress).Should().Be((RunStatus.Finished, "", 1));
        ended.Stats!.Nodes.Single(node => node.Name == "alert2").Values.Should().Contain(("collected", 3)).And.Contain(("crits_triggered", 1));
        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
        rig.Requests[0].Should().Contain("\"time\":\"1970-01-01T00:00:01Z\"");
        rig.Engine.Alerts.Topics.List().Should().BeEmpty("the topic of a replay's node goes with it");
        await rig.RestartAsync();
        var kept = rig.Engine.Replays.Find("p")!;
        kept.Should().BeEquivalentTo(ended, options => options.Excluding(replay => replay.Stats!.Edges)); // Nobody asks for these later.
    }

    [Fact]
    public async Task Times_are_moved_so_that_the_first_point_has_the_present()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=1 5\nm,h=a v=0 7");

        await rig.Engine.Replays.PlayAsync(Request() with { KeepsTimes = false }, "r");
        await EndOf(rig, "p");

        await rig.WhenPosted("/own a CRITICAL", "/own a OK");
        rig.Requests[0].Should().Contain($"\"time\":\"{rig.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss}");
        rig.Requests[1].Should().Contain("\"duration\":2000000000");
    }

    [Fact]
    public async Task With_the_real_clock_points_come_as_long_after_each_other_as_they_were_recorded()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=1 1\nm,h=a v=0 3601");

        await rig.Engine.Replays.PlayAsync(Request() with { Clock = ReplayClock.Real }, "r");
        await rig.WhenPosted("/own a CRITICAL");
        await Until.True(() => rig.Engine.Replays.Find("p")!.Progress > 0);
        rig.Engine.Replays.Find("p")!.Status.Should().Be(RunStatus.Running);
        await Until.True(() => rig.Engine.Replays.Find("p")!.Status == RunStatus.Finished, rig.Time, TimeSpan.FromMinutes(10));

        rig.Posted.Should().Equal("/own a CRITICAL", "/own a OK");
        (rig.Time.GetUtcNow() - new FakeTime().GetUtcNow()).Should().BeGreaterThanOrEqualTo(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_named_topic_keeps_what_a_replay_told_it_and_the_next_goes_on_from_there()
    {
        await using var rig = await StartAsync(Named, isEnabled: false, "m,h=a v=1 1\nm,h=a v=0 2\nm,h=a v=1 3");
        await rig.DefineHandler("t", "hook");

        await rig.Engine.Replays.PlayAsync(Request(), "r");
        await EndOf(rig, "p");
        await rig.Engine.Replays.PlayAsync(Request() with { Id = "q" }, "r");
        await EndOf(rig, "q");

        await rig.WhenPosted("/hook a CRITICAL", "/hook a OK", "/hook a CRITICAL", "/hook a OK", "/hook a CRITICAL");
        rig.StateOf("t").Level.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task A_live_task_knows_nothing_of_its_replay()
    {
        await using var rig = await StartAsync(Posting, isEnabled: true, "m,h=a v=1 1");
        await rig.WhenPosted("/own a CRITICAL");

        await rig.Engine.Replays.PlayAsync(Request(), "r");
        await EndOf(rig, "p");
        await rig.WhenPosted("/own a CRITICAL", "/own a CRITICAL"); // Of the replay, which starts from nothing.
        await rig.Write("m,h=a v=1 2\nm,h=a v=0 3");

        await rig.WhenPosted("/own a CRITICAL", "/own a CRITICAL", "/own a OK");
        rig.StateOf("main:t:alert2").Level.Should().Be(AlertLevel.Ok);
        rig.Engine.Running.Find("t")!.Entered.Should().Be(3);
    }

    [Fact]
    public async Task What_a_replay_writes_back_stays_inside()
    {
        await using var rig = await StartAsync("stream|from().measurement('m')|kapacitorLoopback().database('other').retentionPolicy('rp')", isEnabled: false, "m,h=a v=1 1");
        await rig.Tasks.CreateAsync(new TaskChange { Id = "o", Script = Posting, Dbrps = [new Dbrp("other", "rp")], IsEnabled = true });

        await rig.Engine.Replays.PlayAsync(Request(), "r");
        var ended = await EndOf(rig, "p");

        ended.Stats!.Nodes.Single(node => node.Name == "kapacitor_loopback2").Values.Should().Contain(("points_written", 1));
        rig.Engine.Running.Find("o")!.Entered.Should().Be(0);
    }

    [Fact]
    public async Task Inhibitors_of_a_replay_mute_nobody_else()
    {
        await using var rig = await StartAsync(
            "stream|from().measurement('m').groupBy('h')|alert().crit(lambda: \"v\" > 0.0).inhibit('disk', 'h')|window().periodCount(100).everyCount(100)", isEnabled: false, "m,h=a v=1 1\nm,h=a v=1 3600");
        await rig.Tasks.CreateAsync(new TaskChange
        {
            Id = "muted", Script = Posting.Replace(".post(", ".category('disk').post("), Dbrps = [new Dbrp("other", "rp")], IsEnabled = true,
        });

        await rig.Engine.Replays.PlayAsync(Request() with { Clock = ReplayClock.Real }, "r");
        await Until.True(() => rig.Engine.Replays.RunningOf("t").Any(task => task.Entered == 1));
        await rig.Write("m,h=a v=1 1", "other");

        await rig.WhenPosted("/own a CRITICAL");
    }

    [Fact]
    public async Task What_a_running_replay_offers_can_be_read()
    {
        await using var rig = await StartAsync("stream|from().measurement('m')|httpOut('last')", isEnabled: false, "m,h=a v=1 1\nm,h=a v=2 3600");

        await rig.Engine.Replays.PlayAsync(Request() with { Clock = ReplayClock.Real }, "r");
        await Until.True(() => rig.Engine.Replays.RunningOf("t").Any(task => task.Entered == 1));

        rig.Engine.Replays.RunningOf("t").Single().Endpoints.TryFind("last", out _).Should().BeTrue();
        rig.Engine.Replays.TryFindRunning("p", out var played, out var master).Should().BeTrue();
        (played, master!.Find("t")!.Entered).Should().Be(("t", 1));
        await rig.Engine.Replays.DeleteAsync("p");
        rig.Engine.Replays.RunningOf("t").Should().BeEmpty();
        rig.Engine.Replays.TryFindRunning("p", out _, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("a b", "t", "r", RefusalKind.Invalid, "replay ID must contain only letters, numbers, '-', '.' and '_'. \"a b\"")]
    [InlineData("main", "t", "r", RefusalKind.Invalid, "replay ID cannot be used: \"main\" is reserved for live tasks: choose another id")]
    [InlineData("p", "no", "r", RefusalKind.NotFound, "task load: there is no task 'no': 'tocsin list tasks' shows those there are")]
    [InlineData("p", "t", "no", RefusalKind.NotFound, "recording not found: there is no recording 'no': 'tocsin list recordings' shows those there are")]
    [InlineData("known", "t", "r", RefusalKind.Failed, "replay known already exists: choose another id, or delete it")]
    public async Task A_replay_that_cannot_be_is_refused(string id, string task, string recording, RefusalKind kind, string message)
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=0 1");
        await rig.Engine.Replays.PlayAsync(Request() with { Id = "known" }, "r");

        var refusal = (await rig.Invoking(_ => rig.Engine.Replays.PlayAsync(new ReplayRequest { Id = id, Task = task }, recording)).Should().ThrowAsync<DefinitionException>()).Which.Refusal;

        (refusal.Kind, refusal.Message).Should().Be((kind, message));
    }

    [Fact]
    public async Task A_recording_of_batches_cannot_be_played_to_a_task_that_takes_a_stream()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=0 1");
        File.WriteAllText(Path.Combine(rig.Folder, "replay", "b.brpl"), "");
        await rig.RestartAsync();

        await rig.Engine.Replays.PlayAsync(Request(), "b");

        (await EndOf(rig, "p")).Error.Should().Be("running replay: recording b is of type batch, and task t of type stream");
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_played_up_to_there_and_the_replay_fails_with_the_place()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=0 1");
        var file = RecordingRegistryTests.FileOf(rig, "r");
        using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes("db\nrp\nm,h=a v=1 1\ndb\nrp\nm,h="));

        await rig.Engine.Replays.PlayAsync(Request(), "r");

        var ended = await EndOf(rig, "p");
        (ended.Status, ended.Error, ended.Stats).Should().Be((RunStatus.Failed, $"running replay: {file}, line 4 of the unpacked data: the recording ends within a point: it was cut off", null));
        await rig.WhenPosted("/own a CRITICAL");
        File.Delete(file);
        await rig.Engine.Replays.PlayAsync(Request() with { Id = "q" }, "r");
        (await EndOf(rig, "q")).Error.Should().StartWith("running replay: the file of the recording cannot be opened: ");
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_recording_holds_up_nobody()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=0 1");
        var file = RecordingRegistryTests.FileOf(rig, "r");
        var link = RecordingRegistryTests.FileOf(rig, "linked");
        File.Delete(file);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [file]))
            await made.WaitForExitAsync();
        File.CreateSymbolicLink(link, file);

        await rig.Engine.Replays.PlayAsync(Request(), "r");
        (await EndOf(rig, "p")).Error.Should().Be($"running replay: {file}: it is empty, cut off before its first byte, or no regular file");

        await rig.RestartAsync();
        rig.Engine.Recordings.Find("linked")!.Error.Should().Be($"{link}: it is empty, cut off before its first byte, or no regular file"); // It is listed.
        await rig.Engine.Replays.PlayAsync(Request() with { Id = "q" }, "linked");
        (await EndOf(rig, "q")).Error.Should().Be($"running replay: {link}: it is empty, cut off before its first byte, or no regular file");
    }

    [Fact]
    public async Task A_task_that_cannot_start_fails_its_replay()
    {
        await using var rig = await StartAsync("stream|from()|httpPost().endpoint('no')", isEnabled: false, "m,h=a v=0 1");

        await rig.Engine.Replays.PlayAsync(Request(), "r");

        (await EndOf(rig, "p")).Error.Should().Be("task start: http_post2: endpoint 'no' does not exist: add it to httppost in the configuration");
    }

    [Fact]
    public async Task A_replay_that_a_crash_cuts_off_has_failed_and_its_topic_is_gone()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=1 1\nm,h=a v=0 3600");
        await rig.Engine.Replays.PlayAsync(Request() with { Clock = ReplayClock.Real }, "r");
        await rig.WhenPosted("/own a CRITICAL");
        await rig.WhenDelivered();

        await rig.CrashAsync();

        var ended = rig.Engine.Replays.Find("p")!;
        (ended.Status, ended.Error).Should().Be((RunStatus.Failed, "the server ended while this ran: start it again"));
        rig.Engine.Alerts.Topics.List().Should().BeEmpty();
        await rig.RestartAsync();
        rig.Engine.Replays.Find("p").Should().BeEquivalentTo(ended);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_replays()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=1 1\nm,h=a v=0 3600");
        await rig.Engine.Replays.PlayAsync(Request() with { Clock = ReplayClock.Real }, "r");
        await rig.WhenPosted("/own a CRITICAL");

        await rig.RestartAsync();

        var ended = rig.Engine.Replays.Find("p")!;
        (ended.Status, ended.Error).Should().Be((RunStatus.Failed, "the server was stopped while this ran: start it again"));
    }

    [Fact]
    public async Task A_replay_that_is_deleted_ends_and_is_forgotten()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=1 1\nm,h=a v=0 3600");
        await rig.Engine.Replays.PlayAsync(Request() with { Clock = ReplayClock.Real }, "r");
        await rig.WhenPosted("/own a CRITICAL");

        await rig.Engine.Replays.DeleteAsync("p");
        await rig.Engine.Replays.DeleteAsync("p");

        rig.Engine.Replays.All.Should().BeEmpty();
        await rig.RestartAsync();
        rig.Engine.Replays.All.Should().BeEmpty();
        rig.Posted.Should().Equal("/own a CRITICAL");
    }

    [Fact]
    public async Task Points_of_databases_that_the_task_does_not_read_do_not_reach_it()
    {
        await using var rig = await StartAsync(Posting, isEnabled: false, "m,h=a v=1 1");
        await rig.Tasks.CreateAsync(new TaskChange { Id = "o", Script = Posting, Dbrps = [new Dbrp("other", "rp")] });

        await rig.Engine.Replays.PlayAsync(Request() with { Task = "o" }, "r");

        var ended = await EndOf(rig, "p");
        (ended.Status, ended.Stats!.Nodes[0].Values.Single(value => value.Name == "emitted").Value).Should().Be((RunStatus.Finished, 0));
    }

    private static ReplayRequest Request() => new() { Id = "p", Task = "t", KeepsTimes = true };

    /// <summary>Starts with a task <c>t</c> and a recording <c>r</c> of lines.</summary>
    private static async Task<TaskRig> StartAsync(string script, bool isEnabled, string lines)
    {
        var rig = await TaskRig.StartAsync();
        await rig.Define("t", script, isEnabled);
        await rig.Engine.Recordings.RecordStreamAsync("r", "t", DateTimeOffset.UnixEpoch.AddDays(1));
        await rig.Write(lines);
        await rig.Write("end v=1 86401");
        await RecordingRegistryTests.EndOf(rig, "r");
        return rig;
    }

    private static async Task<TaskReplay> EndOf(TaskRig rig, string id)
    {
        await Until.True(() => rig.Engine.Replays.Find(id)?.Status is RunStatus.Finished or RunStatus.Failed);
        return rig.Engine.Replays.Find(id)!; // It is there: the line above saw it.
    }
}
