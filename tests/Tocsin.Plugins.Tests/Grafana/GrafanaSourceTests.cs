using System.Text;
using Tocsin.Plugins.Grafana;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Grafana;

public sealed class GrafanaSourceTests
{
    private const string Body = """
        {"receiver":"tocsin","status":"firing","orgId":1,"version":"1","groupKey":"{}:{alertname=\"mem\"}","truncatedAlerts":3,"title":"[FIRING:1] mem","state":"alerting",
         "message":"firing","externalURL":"https://graf.example/","groupLabels":{"alertname":"mem"},"commonLabels":{"alertname":"mem"},"commonAnnotations":{},
         "alerts":[
          {"status":"firing","labels":{"alertname":"mem","host":"db-02","severity":"warning"},"annotations":{"summary":"memory low","description":"2 % left"},
           "startsAt":"2026-01-01T00:00:00.123456789Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"https://graf.example/a","fingerprint":"0a1b2c3d4e5f6071","ruleUID":"rule-9",
           "silenceURL":"https://graf.example/s","dashboardURL":"","panelURL":"","values":{"A":2.5,"B":"7","C":null},"valueString":"[ var='A' value=2.5 ]"},
          {"status":"resolved","labels":{"alertname":"mem","host":"db-03"},"annotations":{},"startsAt":"2026-01-01T00:00:00Z","endsAt":"2026-01-01T00:04:00Z",
           "generatorURL":"","fingerprint":"1a1b2c3d4e5f6071","values":null}]}
        """;

    private readonly List<string> _log = [];

    [Fact]
    public void Each_alert_of_a_group_is_one_of_the_topic()
    {
        var reading = Read(Body);

        reading.Events.Should().HaveCount(2);
        var firing = reading.Events[0];
        firing.Id.Should().Be("0a1b2c3d4e5f6071");
        firing.Topic.Should().BeEmpty();
        firing.Level.Should().Be(AlertLevel.Warning);
        firing.Message.Should().Be("memory low");
        firing.Details.Should().Be("2 % left\n[ var='A' value=2.5 ]\nhttps://graf.example/a\nhttps://graf.example/s");
        firing.Time.Should().BeCloseTo(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero), TimeSpan.FromMilliseconds(1));
        firing.Tags.Should().BeEquivalentTo(new Dictionary<string, string> { ["alertname"] = "mem", ["host"] = "db-02", ["severity"] = "warning" });
        firing.Fields.Should().BeEquivalentTo(new Dictionary<string, object?> { ["A"] = 2.5, ["B"] = 7.0 });
        firing.Links.Should().Equal(new AlertLink("Rule", "https://graf.example/a"), new AlertLink("Silence", "https://graf.example/s"));
        var resolved = reading.Events[1];
        resolved.Level.Should().Be(AlertLevel.Ok);
        resolved.Message.Should().Be("[FIRING:1] mem");
        resolved.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 0, 4, 0, TimeSpan.Zero));
        _log.Should().ContainSingle().Which.Should().StartWith("Grafana left 3 alerts out");
    }

    [Fact]
    public void A_rule_can_have_a_topic_of_its_own()
    {
        var events = Read(Body, new GrafanaOptions { TopicPerRule = true }).Events;

        events.Select(alert => alert.Topic).Should().Equal("rule-9", "mem");
    }

    [Theory]
    [InlineData("critical", AlertLevel.Critical)]
    [InlineData("PAGE", AlertLevel.Critical)]
    [InlineData("info", AlertLevel.Info)]
    [InlineData("strange", AlertLevel.Critical)]
    public void The_label_severity_is_the_level(string severity, AlertLevel level) =>
        Read(Body.Replace("\"severity\":\"warning\"", $"\"severity\":\"{severity}\"", StringComparison.Ordinal)).Events[0].Level.Should().Be(level);

    [Fact]
    public void Missing_data_has_a_level_of_its_own()
    {
        var body = Body.Replace("\"alertname\":\"mem\",\"host\":\"db-02\",\"severity\":\"warning\"", "\"alertname\":\"DatasourceNoData\"", StringComparison.Ordinal);

        Read(body).Events[0].Level.Should().Be(AlertLevel.Critical);
        Read(body, new GrafanaOptions { NoDataLevel = AlertLevel.Info }).Events[0].Level.Should().Be(AlertLevel.Info);
    }

    [Fact]
    public void Without_a_fingerprint_the_labels_tell_alerts_apart()
    {
        const string Alerts = """
            {"alerts":[{"status":"firing","labels":{"a":"1","b":"2"}},{"status":"resolved","labels":{"b":"2","a":"1"}},{"status":"firing","labels":{"a":"2"}}]}
            """;

        var ids = Read(Alerts).Events.Select(alert => alert.Id).ToList();

        ids[0].Should().Be(ids[1]).And.NotBe(ids[2]).And.HaveLength(16);
    }

    [Fact]
    public void The_button_Test_raises_nothing() =>
        Read("""{"alerts":[{"status":"firing","labels":{"alertname":"TestAlert","instance":"Grafana"},"fingerprint":"x"}]}""").IsTest.Should().BeTrue();

    [Fact]
    public void An_alert_that_is_not_understood_does_not_keep_the_others_back()
    {
        var reading = Read("""{"alerts":[null,{"status":"firing","fingerprint":"f"},{"status":"paused","fingerprint":"g"},{"status":"firing"}]}""");

        reading.Events.Should().ContainSingle().Which.Id.Should().Be("f");
        _log.Should().Equal(
            "an alert of a notification is left out: alerts[0] isn't an object",
            "an alert of a notification is left out: alerts[2].status is neither firing nor resolved",
            "an alert of a notification is left out: alerts[3] has neither a fingerprint nor labels");
    }

    [Theory]
    [InlineData("{}", "alerts is missing")]
    [InlineData("{\"alerts\":{}}", "alerts is missing")]
    [InlineData("{\"alerts\":[{}]}", "alerts[0].status is neither firing nor resolved")]
    public void What_is_not_understood_says_what_is_missing(string body, string problem) => Read(body).Problem.Should().Be(problem);

    [Theory]
    [InlineData("043737fa7d4b65306416549b14537adb753ed11a55b3fb6f50fec5192bbd3851", "", null, true)]
    [InlineData("043737fa7d4b65306416549b14537adb753ed11a55b3fb6f50fec5192bbd3852", "", null, false)]
    [InlineData("", "", null, false)]
    [InlineData("a1af856abf490a75085cc50538aa285b686a81e04e3e20b5ccf95d66e0b6aa36", "X-Time", "1700000000", true)]
    [InlineData("043737fa7d4b65306416549b14537adb753ed11a55b3fb6f50fec5192bbd3851", "X-Time", "1700000000", false)]
    [InlineData("a1af856abf490a75085cc50538aa285b686a81e04e3e20b5ccf95d66e0b6aa36", "X-Time", "1699999000", false)]
    [InlineData("a1af856abf490a75085cc50538aa285b686a81e04e3e20b5ccf95d66e0b6aa36", "X-Time", null, false)]
    [InlineData("a1af856abf490a75085cc50538aa285b686a81e04e3e20b5ccf95d66e0b6aa36", "X-Time", "now", false)]
    public void Signatures_cover_the_body_and_where_configured_the_time(string signature, string timeHeader, string? time, bool isGood)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-grafana-alerting-signature"] = signature };
        if (time is not null)
            headers["x-time"] = time;
        var request = new SourceRequest
        {
            Headers = headers, Body = Encoding.UTF8.GetBytes("""{"status":"firing"}"""), Received = DateTimeOffset.FromUnixTimeSeconds(1700000060),
        };

        var why = Source(new GrafanaOptions { Secrets = ["new", "s3cret"], TimestampHeader = timeHeader }).Verify(request);

        (why is null).Should().Be(isGood, why);
        Source(new GrafanaOptions()).Verify(request).Should().BeNull("without secrets nothing is checked");
    }

    [Fact]
    public void Wrong_options_are_told() =>
        new GrafanaOptions { SignatureHeader = "", TimestampHeader = "X", ReplayWindow = TimeSpan.Zero, DefaultLevel = AlertLevel.Ok, NoDataLevel = AlertLevel.Ok }
            .Check().Select(problem => problem.Option).Should().Equal("signature-header", "timestamp-header", "replay-window", "default-level", "no-data-level");

    [Fact]
    public async Task A_notification_told_again_changes_nothing()
    {
        await using var rig = await SourceRig.StartAsync(
            "{ id: g, kind: grafana, topic: web }", new RigSettings { Time = new FixedTime(Requests.Received) }, typeof(GrafanaSource));
        var post = await rig.HandleAsync("web", "post", """{"url":"http://receiver.test/hook"}""");

        await rig.PostAsync("g", Body);
        await rig.PostAsync("g", Body);
        await rig.SentAsync();
        await rig.PostAsync("g", Body.Replace("\"status\":\"firing\",\"labels\"", "\"status\":\"resolved\",\"labels\"", StringComparison.Ordinal));

        (await rig.HandledAsync(post)).Select(alert => (alert.Id, alert.Level)).Should().Equal(
            ("0a1b2c3d4e5f6071", AlertLevel.Warning), ("0a1b2c3d4e5f6071", AlertLevel.Ok));
    }

    [Fact]
    public void Hostile_bodies_harm_nothing() => HostileBodies.ShouldBeWithstoodBy(
        Source(new GrafanaOptions { Secrets = ["s"], TimestampHeader = "X-Time", TopicPerRule = true }),
        Requests.Json(Body, ("X-Time", "1767225900"), ("X-Grafana-Alerting-Signature", "00")));

    private SourceReading Read(string body, GrafanaOptions? options = null) => Source(options ?? new GrafanaOptions()).Read(Requests.Json(body));

    private GrafanaSource Source(GrafanaOptions options) => new(options, new SourceContext { Log = _log.Add });
}
