using Tocsin.Plugins.Alertmanager.Sources;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Alertmanager.Sources;

public sealed class AlertmanagerSourceTests
{
    private const string Webhook = """
        {"version":"4","groupKey":"{}:{alertname=\"cpu\"}","truncatedAlerts":0,"status":"firing","receiver":"engine","groupLabels":{"alertname":"cpu"},
         "commonLabels":{"alertname":"cpu","severity":"critical"},"commonAnnotations":{"summary":"CPU high"},"externalURL":"http://am.example:9093",
         "notification_reason":"new in some version","routeLabels":{"a":"b"},
         "alerts":[
          {"status":"firing","labels":{"alertname":"cpu","host":"web-07","severity":"critical","empty":""},
           "annotations":{"summary":"CPU high","description":"97 % busy","runbook_url":"https://wiki.example/cpu"},
           "startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prom.example/graph","fingerprint":"9f0c1d2e3a4b5c6d"},
          {"status":"resolved","labels":{"alertname":"cpu","host":"web-08","severity":"warning"},"annotations":{"summary":"CPU high"},
           "startsAt":"2026-01-01T00:00:00Z","endsAt":"2026-01-01T00:04:00Z","generatorURL":"","fingerprint":"1f0c1d2e3a4b5c6d"}]}
        """;

    private readonly List<string> _log = [];

    [Fact]
    public void Each_alert_of_a_request_is_an_event_of_its_own()
    {
        var events = Read(Webhook).Events;

        events.Should().HaveCount(2);
        var (fires, ended) = (events[0], events[1]);
        (fires.Id, fires.Level, fires.Message, fires.DedupeKey, fires.Topic).Should().Be(("9f0c1d2e3a4b5c6d", AlertLevel.Critical, "CPU high", "", ""));
        fires.Details.Should().Be("97 % busy\nhttp://prom.example/graph");
        fires.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        fires.Started.Should().Be(fires.Time);
        fires.Tags.Should().Equal(new Dictionary<string, string> { ["alertname"] = "cpu", ["host"] = "web-07", ["severity"] = "critical" });
        fires.Links.Should().Equal(
            new AlertLink("Runbook", "https://wiki.example/cpu"), new AlertLink("Source", "http://prom.example/graph"), new AlertLink("Alertmanager", "http://am.example:9093"));
        (ended.Id, ended.Level, ended.Time).Should().Be(("1f0c1d2e3a4b5c6d", AlertLevel.Ok, new DateTimeOffset(2026, 1, 1, 0, 4, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("critical", AlertLevel.Critical)]
    [InlineData("page", AlertLevel.Critical)]
    [InlineData("Warning", AlertLevel.Warning)]
    [InlineData("info", AlertLevel.Info)]
    [InlineData("none", AlertLevel.Info)]
    [InlineData("sev2", AlertLevel.Warning)]
    [InlineData("", AlertLevel.Critical)]
    [InlineData("whatever", AlertLevel.Critical)]
    public void Severity_is_the_level_and_what_is_not_known_pages(string severity, AlertLevel level) =>
        Read($$$"""{"alerts":[{"fingerprint":"f","labels":{"severity":"{{{severity}}}"}}]}""", new AlertmanagerSourceOptions { Levels = new Dictionary<string, string> { ["SEV2"] = "warning" } })
            .Events.Should().ContainSingle().Which.Level.Should().Be(level);

    [Fact]
    public void Labels_of_choice_say_level_and_topic()
    {
        var told = Read(
            """{"alerts":[{"labels":{"prio":"info","alertname":"cpu"}}]}""", new AlertmanagerSourceOptions { SeverityLabel = "prio", TopicLabel = "alertname" }).Events[0];

        (told.Id, told.Level, told.Topic, told.Message).Should().Be(("alertname=cpu,prio=info", AlertLevel.Info, "cpu", "cpu"));
    }

    [Fact]
    public void What_was_left_out_is_told_in_the_log()
    {
        Read(Webhook.Replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":7", StringComparison.Ordinal)).Events.Should().HaveCount(2);

        _log.Should().ContainSingle().Which.Should().StartWith("Alertmanager left 7 alerts out of a notification of ");
    }

    [Theory]
    [InlineData("{}", "alerts is missing: is the body that of a webhook of Alertmanager?")]
    [InlineData("""{"alerts":[{"labels":{"a":"b"}},{"labels":[]}]}""", "alerts[1] has neither fingerprint nor labels")]
    public void What_is_not_understood_is_told(string body, string problem) => Read(body).Problem.Should().Be(problem);

    [Fact]
    public void Hostile_bodies_are_withstood()
    {
        HostileBodies.ShouldBeWithstoodBy(new AlertmanagerSource(new AlertmanagerSourceOptions { TopicLabel = "host" }, new SourceContext()), Requests.Json(Webhook));
        HostileBodies.ShouldBeWithstoodBy(new AlertmanagerApiSource(new AlertmanagerSourceOptions()), Requests.Json(Post("2026-01-01T00:10:00Z")));
    }

    [Theory]
    [InlineData("2026-01-01T00:10:00Z", AlertLevel.Critical)]
    [InlineData("0001-01-01T00:00:00Z", AlertLevel.Critical)]
    [InlineData("2026-01-01T00:05:00Z", AlertLevel.Ok)]
    [InlineData("2026-01-01T01:04:00+01:00", AlertLevel.Ok)]
    public void Posted_alert_has_ended_when_its_end_has_come(string end, AlertLevel level)
    {
        var reading = new AlertmanagerApiSource(new AlertmanagerSourceOptions()).Read(Requests.Json(Post(end)));

        reading.Reply!.Status.Should().Be(200); // Always answered.
        var told = reading.Events.Should().ContainSingle().Which;
        (told.Id, told.Level).Should().Be(("alertname=cpu,host=web-07,severity=critical", level));
    }

    [Theory]
    [InlineData("{}", "\"the body must be a list of alerts\"")]
    [InlineData("""[{"labels":{"a":"b"}},{"annotations":{}}]""", "\"alert 1 has no labels\"")]
    public void Posted_body_that_is_none_is_refused(string body, string answer)
    {
        var reading = new AlertmanagerApiSource(new AlertmanagerSourceOptions()).Read(Requests.Json(body));

        reading.Problem.Should().NotBeNull();
        (reading.Reply!.Status, reading.Reply.Body).Should().Be((400, answer)); // Refusals are answered.
    }

    [Fact]
    public void Question_is_answered_with_405() =>
        new AlertmanagerApiSource(new AlertmanagerSourceOptions()).Read(Requests.Json("") with { Method = "GET" }).Reply!.Status.Should().Be(405); // Always answered.

    [Fact]
    public void Level_that_is_none_is_refused() =>
        new AlertmanagerSourceOptions { Levels = new Dictionary<string, string> { ["page"] = "loud" } }.Check().Should().ContainSingle()
            .Which.Message.Should().Be("'page' has the level 'loud'; a problem is info, warning or critical");

    [Fact]
    public async Task Group_reaches_handlers_alert_by_alert_and_too_much_at_once_comes_again()
    {
        await using var rig = await SourceRig.StartAsync("{ id: am, kind: alertmanager, topic: t, limits: { per-second: 0.001, burst: 3 } }", typeof(AlertmanagerSource));
        await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/hook"}""");
        var again = Webhook.Replace("firing", "resolved", StringComparison.Ordinal);

        foreach (var body in new[] { Webhook, Webhook, again })
            (await rig.PostAsync("am", body)).Reply.Status.Should().Be(202);
        var refused = await rig.PostAsync("am", Webhook);

        refused.Reply.Status.Should().Be(503, "Alertmanager does not come again after 429");
        var ofFirst = (await rig.SentAsync()).Where(request => request.Body.Contains("\"id\":\"9f0c1d2e3a4b5c6d\"", StringComparison.Ordinal)).Select(request => JsonBody.Parse(request.Body)["level"].Text);
        ofFirst.Should().Equal("CRITICAL", "OK");
    }

    private SourceReading Read(string body, AlertmanagerSourceOptions? options = null) =>
        new AlertmanagerSource(options ?? new AlertmanagerSourceOptions(), new SourceContext { Log = _log.Add }).Read(Requests.Json(body));

    private static string Post(string end) => $$$"""
        [{"labels":{"severity":"critical","alertname":"cpu","host":"web-07"},"annotations":{"summary":"CPU high on web-07"},
          "startsAt":"2026-01-01T00:00:00Z","endsAt":"{{{end}}}","generatorURL":"http://prom.example/graph"}]
        """;
}
