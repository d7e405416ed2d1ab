using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.ThousandEyes;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.ThousandEyes;

public sealed class ThousandEyesSourceTests
{
    private static readonly ThousandEyesSource Source = new(new ThousandEyesOptions());

    [Fact]
    public void A_trigger_tells_all_about_the_alert()
    {
        var reading = Read(ThousandEyesSamples.Trigger);

        var alert = reading.Events.Should().ContainSingle().Which;
        alert.Id.Should().Be("te:7d0c2c5e-11aa-4bbb-8ccc-0123456789ab");
        alert.Level.Should().Be(AlertLevel.Critical);
        alert.Message.Should().Be("HTTP errors: checkout (2 agents: Oslo, Lima; Error type: Connect, Error type: DNS) https://app.example/alerts/1");
        alert.Details.Should().Be(
            "Error is present\nhttps://shop.example/\nOslo: Error type: Connect\nLima: Error type: DNS\nhttps://app.example/alerts/1");
        alert.Time.Should().Be(At("2026-01-01T00:01:00Z"));
        alert.Started.Should().Be(At("2026-01-01T00:01:00Z"));
        alert.Tags.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["team"] = "web", ["test"] = "checkout", ["test_id"] = "55007", ["rule"] = "HTTP errors", ["rule_id"] = "11007", ["type"] = "HTTP Server",
            ["severity"] = "Major", ["account"] = "901", ["labels"] = "prod,shop",
        });
        alert.Fields.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["active"] = 1L, ["violationCount"] = 2L, ["agents"] = "Oslo, Lima", ["metrics"] = "Error type: Connect; Error type: DNS",
        });
        alert.Links.Should().Equal(new AlertLink("ThousandEyes", "https://app.example/alerts/1"), new AlertLink("Oslo", "https://app.example/a/31"));
    }

    [Fact]
    public void A_clear_recovers_the_same_alert_with_its_duration()
    {
        var alert = Read(ThousandEyesSamples.Clear).Events.Single();

        alert.Id.Should().Be(Read(ThousandEyesSamples.Trigger).Events[0].Id);
        alert.Level.Should().Be(AlertLevel.Ok);
        alert.Time.Should().Be(At("2026-01-01T00:06:00Z"));
        alert.Details.Should().Contain("Oslo: Error type: Connect -> OK");
        alert.Fields["duration"].Should().Be(300.0);
        alert.Tags["agent"].Should().Be("Oslo");
    }

    [Fact]
    public void Points_tell_of_the_alert_and_of_each_agent()
    {
        var points = Read(ThousandEyesSamples.Trigger).Points;

        points.Should().HaveCount(3).And.OnlyContain(point => point.Measurement == "thousandeyes" && point.Time == At("2026-01-01T00:01:00Z"));
        points[0].Tags.Should().BeEquivalentTo(new Dictionary<string, string> { ["test"] = "checkout", ["rule"] = "HTTP errors", ["type"] = "HTTP Server" });
        points[0].Fields.Should().BeEquivalentTo(new Dictionary<string, object> { ["active"] = 1L, ["violationCount"] = 2L });
        points.Skip(1).Select(point => point.Tags["agent"]).Should().Equal("Oslo", "Lima");
        points[1].Fields.Should().BeEquivalentTo(new Dictionary<string, object> { ["active"] = 1L });
    }

    [Fact]
    public void Notices_about_agents_are_alerts_of_rule_and_agent_in_either_shape()
    {
        var trigger = Read(ThousandEyesSamples.Agent).Events.Single();
        var clear = Read(ThousandEyesSamples.NewAgent).Events.Single();

        trigger.Id.Should().Be("te-agent:77:31");
        trigger.Message.Should().Be("Agent offline: Oslo (11 min)");
        trigger.Time.Should().Be(At("2026-01-01T00:01:00Z"));
        trigger.Tags.Should().Contain("host", "probe-1").And.Contain("agent", "Oslo").And.Contain("type", "Agent");
        clear.Id.Should().Be(trigger.Id);
        clear.Level.Should().Be(AlertLevel.Ok);
        clear.Time.Should().Be(At("2026-01-01T05:09:00Z"));
        Read(ThousandEyesSamples.Agent).Points.Should().ContainSingle().Which.Tags.Should().Contain("agent", "Oslo");
    }

    [Fact]
    public void Monitors_count_as_agents()
    {
        var alert = Read(ThousandEyesSamples.Bgp).Events.Single();

        alert.Id.Should().Be("te:4711");
        alert.Message.Should().Be("Prefix: AS 64500 (1 agent: Tokyo-1; Reachability: 0%)");
        alert.Details.Should().Be("Tokyo-1: Reachability: 0%");
    }

    [Fact]
    public void The_generic_preset_is_read_and_its_escapes_are_undone()
    {
        var trigger = Read(ThousandEyesSamples.Preset).Events.Single();
        var clear = Read(ThousandEyesSamples.Preset.Replace("\"type\":\"2\"", "\"type\":1", StringComparison.Ordinal)
            .Replace("\"details\"", "\"cleared\":1767225960000,\"details\"", StringComparison.Ordinal)).Events.Single();

        trigger.Id.Should().Be("te:7d0c2c5e-11aa-4bbb-8ccc-0123456789ab");
        trigger.Level.Should().Be(AlertLevel.Warning);
        trigger.Time.Should().Be(At("2026-01-01T00:01:00Z"));
        trigger.Details.Should().StartWith("Error \"any\" is present\n");
        trigger.Tags.Should().Contain("labels", "prod").And.Contain("type", "http-server").And.Contain("agent", "Oslo");
        clear.Level.Should().Be(AlertLevel.Ok);
        clear.Time.Should().Be(At("2026-01-01T00:06:00Z"));
        clear.DedupeKey.Should().NotBe(trigger.DedupeKey);
    }

    [Fact]
    public void The_shipped_template_filled_in_is_read()
    {
        var template = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "plugins/Tocsin.Plugins.ThousandEyes/thousandeyes-template.json"));
        var filled = System.Text.RegularExpressions.Regex.Replace(template, @"\{\{#each [^}]*\}\}|\{\{/each\}\}", "");
        foreach (var (name, value) in new[]
        {
            ("id", "evt-1"), ("type.id", "2"), ("alert.id", "812"), ("alert.rule.alertType.id", "http-server"), ("alert.severity.id", "INFO"),
            ("alert.firstSeen.epochMilli", "1767225660000"), ("alert.timeCleared.epochMilli", ""), ("alert.rule.account.id", "901"), ("alert.rule.id", "11"),
            ("alert.rule.name", "Slow &amp; sad"), ("alert.rule.expression", "Time &gt; 1 s"), ("alert.test.id", "5"), ("alert.test.name", "login"), ("this", "prod"),
            ("description", "https://login.example/"), ("source.id", "31"), ("source.name", "Oslo"), ("metricsAtStart", "1200 ms"), ("metricsAtEnd", ""),
        })
            filled = filled.Replace($"{{{{{name}}}}}", value, StringComparison.Ordinal);
        filled.Should().NotContain("{{");

        var alert = Read(filled).Events.Single();

        alert.Id.Should().Be("te:812");
        alert.Level.Should().Be(AlertLevel.Info);
        alert.Message.Should().Be("Slow & sad: login (1 agent: Oslo; 1200 ms)");
        alert.Details.Should().Be("Time > 1 s\nhttps://login.example/\nOslo: 1200 ms");
        alert.Time.Should().Be(At("2026-01-01T00:01:00Z"));
        alert.Tags.Should().Contain("labels", "prod").And.Contain("account", "901").And.Contain("rule_id", "11").And.Contain("test_id", "5");
    }

    [Theory]
    [InlineData("7", "te:7")]
    [InlineData("\"7\"", "te:7")]
    [InlineData("123456789012345678901234567890", "te:123456789012345678901234567890")]
    [InlineData("\"007\"", "te:007")]
    [InlineData("\"1e5\"", "te:1e5")]
    public void Ids_are_texts(string json, string id) => Read(Alert($"\"alertId\":{json},\"active\":1")).Events.Single().Id.Should().Be(id);

    [Theory]
    [InlineData("TRIGGER", "1", AlertLevel.Critical)]
    [InlineData("TRIGGER", "\"1\"", AlertLevel.Critical)]
    [InlineData("TRIGGER", "0", AlertLevel.Ok)]
    [InlineData("TRIGGER", "2", AlertLevel.Ok)]
    [InlineData("CLEAR", "0", AlertLevel.Ok)]
    [InlineData("CLEAR", "1", AlertLevel.Ok)]
    [InlineData("CLEAR", "2", AlertLevel.Ok)]
    public void A_disabled_rule_and_a_clear_recover(string type, string active, AlertLevel level) =>
        Read(Alert($"\"alertId\":1,\"active\":{active}", type)).Events.Single().Level.Should().Be(level);

    [Theory]
    [InlineData("\"Critical\"", AlertLevel.Critical)]
    [InlineData("\"MAJOR\"", AlertLevel.Critical)]
    [InlineData("\"minor\"", AlertLevel.Warning)]
    [InlineData("\"Info\"", AlertLevel.Info)]
    [InlineData("\"other\"", AlertLevel.Warning)]
    [InlineData("null", AlertLevel.Warning)]
    public void Severities_are_levels_and_the_default_is_configured(string severity, AlertLevel level) =>
        new ThousandEyesSource(new ThousandEyesOptions { DefaultLevel = AlertLevel.Warning })
            .Read(Requests.Json(Alert($"\"alertId\":1,\"active\":1,\"severity\":{severity}"))).Events.Single().Level.Should().Be(level);

    [Theory]
    [InlineData("\"dateStart\":\"2026-07-01 12:00:00\"", "2026-07-01T10:00:00Z")]
    [InlineData("\"dateStart\":\"2026-01-01 12:00:00\"", "2026-01-01T11:00:00Z")]
    [InlineData("\"dateStart\":\"2026-03-29 02:30:00\"", "2026-03-29T01:30:00Z")]
    [InlineData("\"dateStart\":\"2026-07-01 12:00:00\",\"dateStartZoned\":\"2026-07-01 12:00:00 EST\"", "2026-07-01T17:00:00Z")]
    [InlineData("\"dateStartZoned\":\"2026-07-01 12:00:00 PDT\"", "2026-07-01T19:00:00Z")]
    [InlineData("\"dateStartZoned\":\"2026-07-01 12:00:00 IST\"", "2026-07-01T06:30:00Z")]
    [InlineData("\"dateStartZoned\":\"2026-07-01 12:00:00 UTC+02:00\"", "2026-07-01T10:00:00Z")]
    [InlineData("\"dateStartZoned\":\"2026-07-01 12:00:00 America/New_York\"", "2026-07-01T16:00:00Z")]
    [InlineData("\"dateStartZoned\":\"2026-07-01 12:00:00 ???\",\"dateStart\":\"2026-07-01 12:00:00\"", "2026-07-01T10:00:00Z")]
    [InlineData("\"dateStart\":1782907200", "2026-07-01T12:00:00Z")]
    [InlineData("\"dateStart\":1782907200000", "2026-07-01T12:00:00Z")]
    [InlineData("\"dateStart\":\"1782907200\"", "2026-07-01T12:00:00Z")]
    [InlineData("\"dateStart\":\"2026-07-01T12:00:00+01:00\"", "2026-07-01T11:00:00Z")]
    [InlineData("\"dateStart\":\"soon\"", null)]
    [InlineData("\"dateStart\":0", null)]
    [InlineData("\"dateStart\":null", null)]
    public void Dates_are_read_in_every_form(string dates, string? expected)
    {
        var source = new ThousandEyesSource(new ThousandEyesOptions { TimeZone = "Europe/Berlin" });

        source.Read(Requests.Json(Alert($"\"alertId\":1,\"active\":1,{dates}"))).Events.Single().Time.Should().Be(expected is null ? null : At(expected));
    }

    [Fact]
    public void A_try_out_raises_nothing()
    {
        var reading = Read(ThousandEyesSamples.Test);

        reading.IsTest.Should().BeTrue();
        reading.Events.Should().BeEmpty();
    }

    [Theory]
    [InlineData("{}", "neither eventType of a classic webhook nor type and alert of a custom one are there: use thousandeyes-template.json")]
    [InlineData("[]", "neither eventType *")]
    [InlineData("{\"eventType\":\"OTHER\"}", "eventType 'OTHER' is not known")]
    [InlineData("{\"eventType\":\"ALERT_NOTIFICATION_TRIGGER\"}", "alert is missing, *")]
    [InlineData("{\"eventType\":\"ALERT_NOTIFICATION_TRIGGER\",\"alert\":{\"active\":1}}", "alert.alertId is missing")]
    [InlineData("{\"eventType\":\"ALERT_NOTIFICATION_TRIGGER\",\"alert\":{\"alertId\":1,\"active\":3}}", "alert.active is neither 0, 1 nor 2")]
    [InlineData("{\"eventType\":\"ALERT_NOTIFICATION_TRIGGER\",\"alert\":{\"alertId\":1}}", "alert.active is neither 0, 1 nor 2")]
    [InlineData("{\"type\":\"3\",\"alert\":{\"id\":\"1\"}}", "type is neither 2 (triggered) nor 1 (cleared)*")]
    [InlineData("{\"type\":\"2\",\"alert\":{\"id\":null}}", "alert.id is missing*")]
    public void What_is_not_understood_says_what_is_missing(string body, string problem) => Read(body).Problem.Should().Match(problem);

    [Theory]
    [InlineData("ok", "UTC", "default-level")]
    [InlineData("critical", "Mars/Olympus", "time-zone")]
    [InlineData("critical", "../../etc/passwd", "time-zone")]
    public void Wrong_options_are_told(string level, string zone, string option) =>
        new ThousandEyesOptions { DefaultLevel = Enum.Parse<AlertLevel>(level, ignoreCase: true), TimeZone = zone }.Check()
            .Should().ContainSingle().Which.Option.Should().Be(option);

    [Fact]
    public void Hostile_bodies_harm_nothing() => HostileBodies.ShouldBeWithstoodBy(
        Source,
        Requests.Json(ThousandEyesSamples.Trigger), Requests.Json(ThousandEyesSamples.Clear), Requests.Json(ThousandEyesSamples.Agent),
        Requests.Json(ThousandEyesSamples.NewAgent), Requests.Json(ThousandEyesSamples.Preset));

    private static SourceReading Read(string body) => Source.Read(Requests.Json(body));

    private static string Alert(string members, string type = "TRIGGER") => "{\"eventId\":\"e\",\"eventType\":\"ALERT_NOTIFICATION_" + type + "\",\"alert\":{" + members + "}}";

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
