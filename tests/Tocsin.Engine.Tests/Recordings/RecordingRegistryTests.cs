using System.IO.Compression;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Recordings;

public sealed class RecordingRegistryTests
{
    private static readonly DateTimeOffset Past = DateTimeOffset.UnixEpoch.AddSeconds(10);

    [Fact]
    public async Task What_is_written_to_the_tasks_databases_is_recorded_up_to_a_point_that_is_later()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);

        var begun = await rig.Engine.Recordings.RecordStreamAsync("r", "t", Past);
        await rig.Write("m v=1 1\nk v=2 10");
        await rig.Write("m v=3 99", "other");
        await rig.Write("m v=4 3\nm v=5 11\nm v=6 4");
        var ended = await EndOf(rig, "r");

        begun.Should().Be(new Recording { Id = "r", Type = EdgeKind.Stream, Date = begun.Date, Status = RunStatus.Running });
        Unpacked(rig, "r").Should().Be("db\nrp\nm v=1 1000000000\ndb\nrp\nk v=2 10000000000\ndb\nrp\nm v=4 3000000000\n");
        ended.Should().Be(begun with { Status = RunStatus.Finished, Date = rig.Time.GetUtcNow(), Bytes = new FileInfo(FileOf(rig, "r")).Length });
        Directory.EnumerateFiles(rig.Folder, "*.unfinished", SearchOption.AllDirectories).Should().BeEmpty();
        await rig.RestartAsync();
        rig.Engine.Recordings.All.Should().Equal(ended);
    }

    [Fact]
    public async Task A_recording_ends_by_the_clock_when_nothing_comes_any_more()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);

        await rig.Engine.Recordings.RecordStreamAsync("r", "t", rig.Time.GetUtcNow().AddSeconds(60));
        await rig.Write("m v=1 1");
        rig.Time.Advance(TimeSpan.FromSeconds(59));
        rig.Engine.Recordings.Find("r")!.Status.Should().Be(RunStatus.Running);
        await rig.Write("m v=2 2"); // Late points are waited for.
        rig.Time.Advance(TimeSpan.FromSeconds(9));
        rig.Engine.Recordings.Find("r")!.Status.Should().Be(RunStatus.Running);
        rig.Time.Advance(TimeSpan.FromSeconds(2));

        (await EndOf(rig, "r")).Status.Should().Be(RunStatus.Finished);
        Unpacked(rig, "r").Should().Contain("v=1").And.Contain("v=2");
    }

    [Fact]
    public async Task A_recording_that_no_point_ends_fails_after_the_longest_time_and_keeps_what_came()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);

        await rig.Engine.Recordings.RecordStreamAsync("r", "t", Past);
        await rig.Write("m v=1 1");
        rig.Time.Advance(TimeSpan.FromDays(7));
        var ended = await EndOf(rig, "r");

        (ended.Status, ended.Error).Should().Be((RunStatus.Failed, "no point later than 1970-01-01T00:00:10Z came within 7.00:00:00, which replay.longest-recording allows: record up to an earlier time, or raise the limit"));
        Unpacked(rig, "r").Should().Contain("v=1");
    }

    [Theory]
    [InlineData("a b", "t", RefusalKind.Invalid, "recording ID must contain only letters, numbers, '-', '.' and '_'. \"a b\"")]
    [InlineData("r", "no", RefusalKind.NotFound, "there is no task 'no': 'tocsin list tasks' shows those there are")]
    [InlineData("known", "t", RefusalKind.Failed, "recording known already exists: choose another id, or delete it")]
    public async Task A_recording_that_cannot_be_is_refused(string id, string task, RefusalKind kind, string message)
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);
        await rig.Engine.Recordings.RecordStreamAsync("known", "t", Past);

        (await Refusal(() => rig.Engine.Recordings.RecordStreamAsync(id, task, Past))).Should().Be((kind, message));
    }

    [Fact]
    public async Task An_id_that_is_too_long_for_the_name_of_a_file_is_refused()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);

        (await Refusal(() => rig.Engine.Recordings.RecordStreamAsync(new string('é', 101), "t", Past))).Message
            .Should().Be("recording ID cannot be used: it has 202 bytes, and the names of files have room for 200");
    }

    [Fact]
    public async Task Each_limit_is_named_by_the_refusal()
    {
        await using var rig = await TaskRig.StartAsync();
        rig.Replay = new ReplayOptions { LongestRecording = TimeSpan.FromHours(1), Running = 1, Kept = 2, TotalBytes = 10 };
        await rig.RestartAsync();
        await rig.Define("t", isEnabled: false);
        var recordings = rig.Engine.Recordings;

        (await Refusal(() => recordings.RecordStreamAsync("r", "t", rig.Time.GetUtcNow().AddHours(2)))).Message.Should().StartWith("the recording is to go on until").And.Contain("replay.longest-recording allows 01:00:00");
        await recordings.RecordStreamAsync("r1", "t", Past);
        (await Refusal(() => recordings.RecordStreamAsync("r2", "t", Past))).Message.Should().StartWith("1 recordings are under way, as many as replay.running allows");
        await rig.Write("m v=1 11");
        await EndOf(rig, "r1");
        (await Refusal(() => recordings.RecordStreamAsync("r2", "t", Past))).Message.Should().StartWith("all recordings together have").And.Contain("replay.total-bytes allows 10: delete some");
        await recordings.DeleteAsync("r1");
        await recordings.RecordStreamAsync("r2", "t", Past);
        await recordings.DeleteAsync("r2");

        rig.Replay = new ReplayOptions { Kept = 1 };
        await rig.RestartAsync();
        await rig.Engine.Recordings.RecordStreamAsync("r1", "t", Past);
        (await Refusal(() => rig.Engine.Recordings.RecordStreamAsync("r2", "t", Past))).Message.Should().StartWith("there are 1 recordings, as many as replay.kept allows");
    }

    [Fact]
    public async Task A_recording_that_grows_too_long_ends_with_the_limit_and_writes_go_on()
    {
        await using var rig = await TaskRig.StartAsync();
        rig.Replay = new ReplayOptions { RecordingBytes = 1 };
        await rig.RestartAsync();
        await rig.Define("t", isEnabled: false);
        await rig.Engine.Recordings.RecordStreamAsync("r", "t", Past);

        await rig.Write(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"m,h={i} v={i} 1\n")));
        await rig.Write("m v=1 1");
        var ended = await EndOf(rig, "r");

        (ended.Status, ended.Error).Should().Be((RunStatus.Failed, "it has 1 bytes, as many as replay.recording-bytes allows: record for a shorter time, or raise the limit"));
        Unpacked(rig, "r").Should().EndWith("\n");
    }

    [Fact]
    public async Task Deleting_ends_a_recording_and_removes_its_file()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);
        await rig.Engine.Recordings.RecordStreamAsync("r", "t", Past);
        await rig.Write("m v=1 1");

        await rig.Engine.Recordings.DeleteAsync("r");
        await rig.Engine.Recordings.DeleteAsync("r");
        await rig.Write("m v=1 1");

        rig.Engine.Recordings.All.Should().BeEmpty();
        Directory.EnumerateFiles(Path.Combine(rig.Folder, "replay")).Should().BeEmpty();
        await rig.RestartAsync();
        rig.Engine.Recordings.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_recordings_which_keep_what_came()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);
        await rig.Engine.Recordings.RecordStreamAsync("r", "t", Past);
        await rig.Write("m v=1 1");

        await rig.RestartAsync();

        var ended = rig.Engine.Recordings.Find("r")!;
        (ended.Status, ended.Error).Should().Be((RunStatus.Failed, "the server was stopped while this was recorded: it ends there"));
        Unpacked(rig, "r").Should().Be("db\nrp\nm v=1 1000000000\n");
    }

    [Fact]
    public async Task A_recording_of_a_stream_that_a_crash_cuts_off_has_failed_and_keeps_what_came_until_a_second_before()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", TaskRig.Alerts, isEnabled: false);
        await rig.Engine.Recordings.RecordStreamAsync("r", "t", rig.Time.GetUtcNow().AddHours(1));
        await rig.Write("m,h=a v=1 1");
        await rig.Write("m,h=b v=2 2");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.Write("m,h=c v=3 3");

        await rig.CrashAsync();

        var ended = await EndOf(rig, "r");
        (ended.Status, ended.Error).Should().Be((RunStatus.Failed, "the server ended suddenly while this was recorded: it ends there"));
        Unpacked(rig, "r").Should().Be("db\nrp\nm,h=a v=1 1000000000\ndb\nrp\nm,h=b v=2 2000000000\n");
        ended.Bytes.Should().Be(new FileInfo(FileOf(rig, "r")).Length);
        Directory.EnumerateFiles(Path.Combine(rig.Folder, "replay")).Should().Equal(FileOf(rig, "r"));
        await rig.Engine.Replays.PlayAsync(new ReplayRequest { Id = "p", Task = "t", Clock = ReplayClock.Fast, KeepsTimes = true }, "r");
        await Until.True(() => rig.Engine.Replays.Find("p")!.Status != RunStatus.Running);
        rig.Engine.Replays.Find("p")!.Error.Should().BeEmpty();

        await rig.RestartAsync();
        rig.Engine.Recordings.All.Should().Equal(ended);
        await rig.Engine.Recordings.DeleteAsync("r");
        Directory.EnumerateFiles(Path.Combine(rig.Folder, "replay")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_recording_that_a_crash_cuts_off_before_anything_was_kept_has_failed_and_leaves_nothing_behind()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);
        await rig.Engine.Recordings.RecordStreamAsync("r", "t", Past);
        await rig.Write("m v=1 1");

        await rig.CrashAsync();

        var ended = await EndOf(rig, "r");
        (ended.Status, ended.Bytes, ended.Error).Should().Be((RunStatus.Failed, 0, "the server ended suddenly while this was recorded, and nothing was kept: record it again"));
        Directory.EnumerateFiles(Path.Combine(rig.Folder, "replay")).Should().BeEmpty();
        await rig.Engine.Recordings.DeleteAsync("r");
        await rig.Engine.Recordings.RecordStreamAsync("r", "t", Past);
    }

    [Fact]
    public async Task Files_that_somebody_puts_into_the_folder_are_recordings_from_the_next_start_on()
    {
        await using var rig = await TaskRig.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(rig.Folder, "replay")).FullName;
        File.WriteAllText(Path.Combine(folder, "old.srpl"), "xyz");
        File.WriteAllText(Path.Combine(folder, "empty.srpl"), "");
        File.WriteAllText(Path.Combine(folder, "old.brpl"), "PKcd");
        File.WriteAllText(Path.Combine(folder, "batches.brpl"), "PKcd");
        File.WriteAllText(Path.Combine(folder, "foreign.brpl"), "abcd");
        File.WriteAllText(Path.Combine(folder, "no id.srpl"), "x");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "x");

        await rig.RestartAsync();

        rig.Engine.Recordings.All.Select(recording => (recording.Id, recording.Type, recording.Bytes, recording.Status)).Should().BeEquivalentTo([
            ("old", EdgeKind.Batch, 4L, RunStatus.Finished), ("batches", EdgeKind.Batch, 4L, RunStatus.Finished), ("foreign", EdgeKind.Batch, 4L, RunStatus.Failed), ("empty", EdgeKind.Stream, 0L, RunStatus.Failed)]);
        rig.Engine.Recordings.Find("foreign")!.Error.Should().Be($"{Path.Combine(folder, "foreign.brpl")}: this is not a recording of batches, which is a zip archive"); // It is listed.
        File.WriteAllText(Path.Combine(folder, "old.brpl"), "PKc");
        File.Delete(Path.Combine(folder, "batches.brpl"));
        await rig.RestartAsync();
        var gone = rig.Engine.Recordings.Find("batches")!;
        (gone.Status, gone.Error).Should().Be((RunStatus.Failed, $"the file {Path.Combine(folder, "batches.brpl")} is gone"));
        var cut = rig.Engine.Recordings.Find("old")!; // It is listed.
        (cut.Status, cut.Bytes, cut.Error).Should().Be((RunStatus.Failed, 3L, "the file has 3 bytes, and had 4 when it was recorded: it was cut off, or is another one"));
    }

    [Fact]
    public async Task The_newest_recording_is_listed_first()
    {
        await using var rig = await TaskRig.StartAsync();
        await rig.Define("t", isEnabled: false);
        foreach (var id in new[] { "b", "c", "a" })
        {
            await rig.Engine.Recordings.RecordStreamAsync(id, "t", Past);
            await rig.Write("m v=1 11");
            await EndOf(rig, id);
            if (id == "c")
                rig.Time.Advance(TimeSpan.FromSeconds(1));
        }

        rig.Engine.Recordings.All.Select(recording => recording.Id).Should().Equal("a", "c", "b");
    }

    internal static async Task<Recording> EndOf(TaskRig rig, string id)
    {
        await Until.True(() => rig.Engine.Recordings.Find(id)?.Status is RunStatus.Finished or RunStatus.Failed);
        return rig.Engine.Recordings.Find(id)!; // It is there: the line above saw it.
    }

    internal static string FileOf(TaskRig rig, string id) => Path.Combine(rig.Folder, "replay", id + ".srpl");

    private static string Unpacked(TaskRig rig, string id)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(FileOf(rig, id)), CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }

    private static async Task<(RefusalKind Kind, string Message)> Refusal(Func<Task> request)
    {
        var refusal = (await request.Should().ThrowAsync<DefinitionException>()).Which.Refusal;
        return (refusal.Kind, refusal.Message);
    }
}
