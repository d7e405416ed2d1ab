using System.Text.Json.Nodes;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Cli;

public sealed class AlertsCommandTests : ServerCommandTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Raise("cpu:host=a", AlertLevel.Critical);
        Raise("fine", AlertLevel.Ok);
        await Server.Engine.Alerts.Topics.WhenCommitted();
    }

    [Fact]
    public async Task An_alert_is_acknowledged_noted_and_shown()
    {
        await OkAsync("ack", "system", "cpu:host=a", "--by", "dana", "--message", "looking");
        await OkAsync("note", "system", "cpu:host=a", "disk is full", "--by", "dana");

        await OkAsync("alerts");
        var lines = Cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2);
        lines[0].Should().MatchRegex("^Topic +ID +Level +Since +Acknowledged +Silenced +Put off +Incidents +Message *$");
        lines[1].Should().MatchRegex(@"^system +cpu:host=a +CRITICAL 01 Jan 20 00:00 UTC +dana \(tocsin\) +- +- +- +cpu:host=a is CRITICAL *$");

        await OkAsync("alerts", "show", "system", "cpu:host=a");
        Cli.Output.Should().Contain("Level:        CRITICAL\n").And.Contain("Acknowledged: dana (tocsin)\n").And.Contain("Link:         runbook https://wiki.example/cpu\n")
            .And.MatchRegex(@"UTC +note +dana +tocsin +disk is full *\n.*UTC +acknowledged +dana +tocsin +looking");

        await OkAsync("unack", "system", "cpu:host=a");
        await OkAsync("alerts", "--topic", "system", "--all", "--json");
        var alerts = JsonNode.Parse(Cli.Output)!["alerts"]!.AsArray();
        alerts.Should().HaveCount(2);
        alerts[0]!["acknowledged"].Should().BeNull();
    }

    [Fact]
    public async Task The_worst_alert_stands_first()
    {
        Raise("a:info", AlertLevel.Info);
        Raise("a:warning", AlertLevel.Warning);
        Raise("z:critical", AlertLevel.Critical);
        await Server.Engine.Alerts.Topics.WhenCommitted();

        await OkAsync("alerts", "--all");

        Cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
            .Should().Equal("cpu:host=a", "z:critical", "a:warning", "a:info", "fine");
        Cli.Output.Should().NotContain("\u001b");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public async Task Levels_have_colors_on_a_terminal_unless_nobody_wants_them(string noColor, bool hasColors)
    {
        Cli.Set("NO_COLOR", noColor);
        Cli.IsInteractive = true;

        (await Cli.RunAsync("alerts")).Should().Be(0);

        Cli.Output.Contains('\u001b', StringComparison.Ordinal).Should().Be(hasColors);
    }

    [Fact]
    public async Task What_is_known_already_is_said()
    {
        await OkAsync("ack", "system", "cpu:host=a");
        await OkAsync("ack", "system", "cpu:host=a");

        Cli.Output.Should().Be("Nothing to do: that is known already.\n");
    }

    [Theory]
    [InlineData(3, "unknown topic: \"sistem\"; did you mean 'system'?", "ack", "sistem", "cpu:host=a")]
    [InlineData(3, "knows no alert \"cpu:host=b\"; did you mean 'cpu:host=a'?", "note", "system", "cpu:host=b", "text")]
    [InlineData(3, "is OK: there is nothing to acknowledge", "ack", "system", "fine")]
    [InlineData(3, "a note needs a message", "note", "system", "cpu:host=a", "")]
    [InlineData(2, "alerts show needs <id>: The alert's id.", "alerts", "show", "system")]
    public async Task What_cannot_be_done_is_named(int code, string error, params string[] arguments)
    {
        (await Cli.RunAsync(arguments)).Should().Be(code);

        Cli.Errors.Should().StartWith("tocsin: ").And.Contain(error);
    }

    private void Raise(string id, AlertLevel level) => Server.Engine.Alerts.Topics.Publish("system", new AlertEvent
    {
        Topic = "system",
        Id = id,
        Level = level,
        Message = $"{id} is {level.Text()}",
        UnixNanoseconds = 1_577_836_860_000_000_000,
        DurationNanoseconds = 60_000_000_000,
        Links = [new AlertLink("runbook", "https://wiki.example/cpu")],
    });
}
