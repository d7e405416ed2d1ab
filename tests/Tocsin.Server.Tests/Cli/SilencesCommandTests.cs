using System.Text.Json.Nodes;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Cli;

public sealed class SilencesCommandTests : ServerCommandTest
{
    [Fact]
    public async Task A_silence_is_added_listed_shown_and_expired()
    {
        Server.Engine.Alerts.Topics.Publish("system", new AlertEvent { Topic = "", Id = "cpu", Level = AlertLevel.Critical, UnixNanoseconds = 0 });
        await Server.Engine.Alerts.Topics.WhenCommitted();

        await OkAsync("silences", "add", "topic=system", "severity!=warning", "--duration", "2h", "--comment", "new disk", "--by", "dana", "--id", "disk", "--handler", "*/pager");
        Cli.Output.Trim().Should().Be("disk");
        await OkAsync("silences");
        var lines = Cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().MatchRegex("^ID +State +When +Matches +By +Matchers +Comment *$");
        lines[1].Should().MatchRegex(@"^disk +active +until \d\d \w+ \d\d \d\d:\d\d UTC +1 +dana +topic=""system"", severity!=""warning"", \*/pager +new disk *$");
        await OkAsync("silences", "show", "disk");
        Cli.Output.Should().Contain("Matcher:     topic=\"system\"\n").And.Contain("Matches now: 1 open alerts\n").And.Contain("Keeps back:  nothing\n");
        await OkAsync("alerts");
        Cli.Output.Should().MatchRegex("disk until .* UTC");
        await OkAsync("status");
        Cli.Output.Should().Contain("Silences: 1 active, 0 open alerts kept back");

        await OkAsync("silences", "expire", "disk");
        (await Cli.RunAsync("silences", "expire", "disk")).Should().Be(3);
        Cli.Errors.Should().Contain("silence \"disk\" was over at");
        await OkAsync("silences", "list", "--all", "--json");
        JsonNode.Parse(Cli.Output)!["silences"]![0]!["state"]!.ToString().Should().Be("expired"); // It was printed.
    }

    [Fact]
    public async Task Hours_of_days_and_files_are_taken()
    {
        await TakenAsync("silences", "add", "topic=batch", "--hours", "22:00-06:00", "--days", "mon-fri", "--zone", "Europe/Berlin", "--id", "night");
        Cli.Errors.Should().Contain("warning: silence night: it matches nothing that is open now");
        await OkAsync("silences", "show", "night");
        Cli.Output.Should().MatchRegex("From +Until +In Europe/Berlin");
        await TakenAsync("silences", "add", "a=b", "--until", "resolved", "--id", "r");
        await OkAsync("silences", "list");
        Cli.Output.Should().MatchRegex("(?m)^r +active +until resolved +nothing now");

        await TakenAsync("silences", "define", Cli.File("s.yaml", "id: one\nmatchers: [a=b]\nuntil: 2999-01-01\n---\nid: two\nmatchers: [a=b]\nuntil: 2999-01-01\n"));
        Cli.Output.Should().Be("one\ntwo\n");
    }

    [Theory]
    [InlineData("--days and --zone are of --hours", "a=b", "--days", "mon")]
    [InlineData("--hours is a begin and an end", "a=b", "--hours", "22")]
    [InlineData("leave one out", "a=b", "--duration", "1h", "--until", "resolved")]
    [InlineData("--duration is a time such as 2h", "a=b", "--duration", "soon")]
    [InlineData("'a' is not a matcher", "a")]
    public async Task What_cannot_be_meant_is_refused(string error, params string[] arguments)
    {
        (await Cli.RunAsync(["silences", "add", .. arguments])).Should().NotBe(0);

        Cli.Errors.Should().Contain(error);
    }

    // They match nothing, which is said.
    private async Task TakenAsync(params string[] arguments) => (await Cli.RunAsync(arguments)).Should().Be(0, "{0}", Cli.Errors);
}
