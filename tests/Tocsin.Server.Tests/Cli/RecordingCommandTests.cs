using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Server.Cli.Client.Lists;

namespace Tocsin.Server.Tests.Cli;

public sealed class RecordingCommandTests : ServerCommandTest
{
    private const string Script = "dbrp \"db\".\"rp\"\nstream\n    |from()\n        .measurement('m')\n";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await OkAsync("define", "t", "-tick", Cli.File("t.tick", Script));
    }

    [Fact]
    public async Task A_stream_is_recorded_listed_played_and_deleted()
    {
        var recording = OkAsync("record", "stream", "-task", "t", "-duration", "1h", "-recording-id", "r");
        await Until.True(() => Server.Engine.Recordings.Find("r") is not null);
        await Server.Engine.Writer.WriteAsync("m v=1 1000\nm v=2 9000000000000000000\n"u8.ToArray(), "db", "rp", Precision.Nanosecond);
        await recording;
        Cli.Output.Should().Be("r\n");

        await OkAsync("list", "recordings");
        Cli.Output.Should().MatchRegex("^ID Type    Status    Size      Date                   \nr  stream  finished  \\d+ B {5,7}\\d\\d \\w{3} \\d\\d \\d\\d:\\d\\d UTC    \n$");
        await OkAsync("list", "recordings", "x*", "--json");
        Cli.Output.Should().Be("{\n  \"recordings\": []\n}\n");

        await OkAsync("replay", "-task", "t", "-recording", "r", "-replay-id", "p", "-rec-time");
        Cli.Output.Should().Be("p\n");
        await OkAsync("list", "replays");
        Cli.Output.Should().MatchRegex("^ID Task Recording Status   Clock   Date                   \np  t    r         finished fast    \\d\\d \\w{3} \\d\\d \\d\\d:\\d\\d UTC    \n$");
        await OkAsync("replay", "-task", "t", "-recording", "r", "--json");
        JsonNode.Parse(Cli.Output)!["stats"]!["node-stats"]!["from1"]!["collected"]!.GetValue<int>().Should().Be(1);
        await OkAsync("show", "t");

        await OkAsync("delete", "replays", "*");
        await OkAsync("delete", "recordings", "r");
        Cli.Output.Should().BeEmpty();
        Server.Engine.Recordings.All.Should().BeEmpty();
        Server.Engine.Replays.All.Should().BeEmpty();
        (await Cli.RunAsync("delete", "recordings", "r")).Should().Be(3);
        Cli.Errors.Should().Be("tocsin: there is no recording 'r'; 'tocsin list recordings' shows those there are\n");
    }

    [Fact]
    public async Task Who_does_not_want_to_wait_gets_the_id_at_once()
    {
        await OkAsync("record", "stream", "-task", "t", "-duration", "1h", "-no-wait");
        Cli.Output.Should().MatchRegex(new Regex("^[0-9a-f-]{36}\n$"));
        Server.Engine.Recordings.All.Should().ContainSingle().Which.Id.Should().Be(Cli.Output.Trim());
    }

    [Fact]
    public async Task A_recording_that_fails_ends_the_command_with_3_and_its_error()
    {
        var recording = Cli.RunAsync("record", "stream", "-task", "t", "-duration", "1h", "-recording-id", "r");
        await Until.True(() => Server.Engine.Recordings.Find("r") is not null);
        await Server.Engine.Recordings.DisposeAsync();

        (await recording).Should().Be(3);
        (Cli.Output, Cli.Errors).Should().Be(("r\n", "tocsin: the server was stopped while this was recorded: it ends there\n"));
    }

    [Theory]
    [InlineData(2, "-task must be given; 'tocsin record stream --help' shows all options", "record", "stream", "-duration", "1s")]
    [InlineData(2, "-duration must be given; 'tocsin record stream --help' shows all options", "record", "stream", "-task", "t")]
    [InlineData(2, "-duration is a length of time such as 90s or 1h30m, not 'soon'", "record", "stream", "-task", "t", "-duration", "soon")]
    [InlineData(2, "-recording must be given; 'tocsin replay --help' shows all options", "replay", "-task", "t")]
    [InlineData(2, "say when it begins: either -past, such as -past 2h, or -start", "record", "batch", "-task", "t")]
    [InlineData(2, "say when it begins: either -past, such as -past 2h, or -start", "replay-live", "batch", "-task", "t", "-past", "1h", "-start", "2026-01-31T12:00:00Z")]
    [InlineData(2, "-start is a time such as 2026-01-31T12:00:00Z, not 'noon'", "record", "batch", "-task", "t", "-start", "noon")]
    [InlineData(2, "-stop is a time such as 2026-01-31T12:00:00Z, not 'noon'", "record", "batch", "-task", "t", "-past", "1h", "-stop", "noon")]
    [InlineData(2, "-type must be given; 'tocsin record query --help' shows all options", "record", "query", "-query", "SELECT")]
    [InlineData(2, "-type is stream or batch, not 'strem'", "record", "query", "-query", "SELECT", "-type", "strem")]
    [InlineData(2, "-query must be given; 'tocsin replay-live query --help' shows all options", "replay-live", "query", "-task", "t")]
    [InlineData(3, "wrong task type: task t takes a stream and makes no queries", "record", "batch", "-task", "t", "-past", "1h")]
    [InlineData(3, "no InfluxDB is configured", "record", "query", "-query", "SELECT v FROM a.b.m", "-type", "batch")]
    [InlineData(3, "running replay: no InfluxDB is configured", "replay-live", "query", "-task", "t", "-query", "SELECT v FROM a.b.m")]
    [InlineData(3, "cannot replay batch against stream task: t", "replay-live", "batch", "-task", "t", "-past", "1h")]
    [InlineData(3, "there is no task 'no'", "record", "stream", "-task", "no", "-duration", "1s")]
    [InlineData(3, "recording not found: there is no recording 'no'", "replay", "-task", "t", "-recording", "no")]
    [InlineData(3, "the recording is to go on until", "record", "stream", "-task", "t", "-duration", "52w")]
    public async Task What_is_missing_or_wrong_is_named(int code, string error, params string[] arguments)
    {
        (await Cli.RunAsync(arguments)).Should().Be(code);
        Cli.Errors.Should().StartWith($"tocsin: {error}");
    }

    [Theory]
    [InlineData("0", "0 B")]
    [InlineData("9", "9 B")]
    [InlineData("92", "92 B")]
    [InlineData("1234", "1.2 kB")]
    [InlineData("9949", "9.9 kB")]
    [InlineData("9950", "10 kB")]
    [InlineData("15000000", "15 MB")]
    [InlineData("-1", "-1")]
    public void Sizes_are_shown_as_the_peers_client_does(string bytes, string shown) => ListRecordingsCommand.Size(bytes).Should().Be(shown);
}
