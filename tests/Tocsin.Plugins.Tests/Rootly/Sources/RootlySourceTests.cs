using System.Text;
using Tocsin.Plugins.Grafana;
using Tocsin.Plugins.Rootly.Sources;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Rootly.Sources;

public sealed class RootlySourceTests
{
    private const string Created = """
        {"event":{"id":"e-81","type":"alert.created","issued_at":"2026-01-01T00:01:01-08:00"},
         "data":{"id":"a-1","source":"generic_webhook","summary":"Disk full on db-02","description":"97 %","labels":[{"key":"host","value":"db-02"}],
          "data":{"level":"WARNING"},"external_id":"disk:host=db-02","external_url":"https://alerts.example/disk","services":[{"name":"orders"}],
          "started_at":"2026-01-01T00:01:00-08:00","ended_at":null,"created_at":"2026-01-01T00:01:01-08:00"}}
        """;

    private const string Incident = """
        {"event":{"id":"e-90","type":"incident.created","issued_at":"2026-01-01T00:02:00Z"},
         "data":{"id":"i-1","title":"Checkout down","summary":"Nobody can pay","status":"started","severity":{"data":{"attributes":{"slug":"sev2","severity":"medium"}}},
          "url":"https://rootly.example/i/1","victor_ops_incident_id":"314","pagerduty_incident_id":"PT4KHLK","pagerduty_incident_url":"https://pd.example/PT4KHLK",
          "started_at":"2026-01-01T00:00:00Z"}}
        """;

    private static readonly RootlySource Source = new(new RootlySourceOptions(), new SourceContext());

    [Fact]
    public void An_alert_tells_all_about_itself()
    {
        var alert = Read(Created).Events.Should().ContainSingle().Which;

        alert.Id.Should().Be("disk:host=db-02");
        alert.DedupeKey.Should().Be("e-81");
        alert.Level.Should().Be(AlertLevel.Warning);
        alert.Message.Should().Be("Disk full on db-02");
        alert.Details.Should().Be("97 %");
        alert.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 8, 1, 1, TimeSpan.Zero));
        alert.Started.Should().Be(new DateTimeOffset(2026, 1, 1, 8, 1, 0, TimeSpan.Zero));
        alert.Tags.Should().BeEquivalentTo(new Dictionary<string, string> { ["host"] = "db-02", ["rootly_source"] = "generic_webhook", ["service"] = "orders" });
        alert.Links.Should().Equal(new AlertLink("Source", "https://alerts.example/disk"));
        alert.IsAboutKnownAlert.Should().BeFalse();
        alert.Activity.Should().BeNull();
    }

    [Fact]
    public void An_alert_that_ended_recovers()
    {
        var alert = Read(Created.Replace("\"ended_at\":null", "\"ended_at\":\"2026-01-01T00:09:00-08:00\"", StringComparison.Ordinal)).Events.Single();

        alert.Level.Should().Be(AlertLevel.Ok);
        alert.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 8, 9, 0, TimeSpan.Zero));
    }

    [Fact]
    public void An_alert_without_an_external_id_goes_by_its_own() =>
        Read(Created.Replace("\"external_id\":\"disk:host=db-02\"", "\"external_id\":null", StringComparison.Ordinal)).Events.Single().Id.Should().Be("a-1");

    [Fact]
    public void An_alert_of_our_own_handler_is_known_and_only_news_about_it_count()
    {
        var ours = Created.Replace("\"level\":\"WARNING\"", "\"level\":\"WARNING\",\"sender\":\"tocsin\"", StringComparison.Ordinal);

        var open = Read(ours).Events.Single();
        var acknowledged = Read(ours.Replace("\"source\"", "\"status\":\"acknowledged\",\"source\"", StringComparison.Ordinal)).Events.Single();
        var resolved = Read(ours.Replace("\"source\"", "\"status\":\"resolved\",\"source\"", StringComparison.Ordinal)).Events.Single();

        open.IsAboutKnownAlert.Should().BeTrue();
        open.Level.Should().BeNull();
        open.Activity!.Kind.Should().Be(ActivityKind.Incident);
        open.Activity.Incident.Should().Be(new IncidentReference("rootly", "a-1"));
        acknowledged.Activity!.Kind.Should().Be(ActivityKind.Acknowledged);
        acknowledged.Level.Should().BeNull();
        resolved.Level.Should().Be(AlertLevel.Ok);
        resolved.IsAboutKnownAlert.Should().BeTrue();
    }

    [Fact]
    public void An_incident_links_to_those_of_other_systems()
    {
        var told = Read(Incident).Events.Should().ContainSingle().Which;

        (told.Id, told.Level).Should().Be(("i-1", AlertLevel.Warning));
        (told.Message, told.Details).Should().Be(("Checkout down", "Nobody can pay"));
        told.Links.Should().Equal(new AlertLink("Rootly", "https://rootly.example/i/1"), new AlertLink("PagerDuty", "https://pd.example/PT4KHLK"));
        told.Incidents.Should().Equal(new IncidentReference("victorops", "314"), new IncidentReference("pagerduty", "PT4KHLK", "https://pd.example/PT4KHLK"));
        told.IsAboutKnownAlert.Should().BeTrue("one of them may be that of an alert that is known");
    }

    [Theory]
    [InlineData("incident.updated", "started", AlertLevel.Warning)]
    [InlineData("incident.in_triage", "in_triage", AlertLevel.Warning)]
    [InlineData("incident.mitigated", "mitigated", AlertLevel.Info)]
    [InlineData("incident.updated", "mitigated", AlertLevel.Info)]
    [InlineData("incident.resolved", "resolved", AlertLevel.Ok)]
    [InlineData("incident.updated", "resolved", AlertLevel.Ok)]
    [InlineData("incident.cancelled", "cancelled", AlertLevel.Ok)]
    [InlineData("incident.deleted", "started", AlertLevel.Ok)]
    public void What_becomes_of_an_incident_is_its_level(string type, string status, AlertLevel level) =>
        Read(Incident.Replace("incident.created", type, StringComparison.Ordinal).Replace("\"started\"", $"\"{status}\"", StringComparison.Ordinal))
            .Events[0].Level.Should().Be(level);

    [Theory]
    [InlineData("\"labels\":[{\"key\":\"Severity\",\"value\":\"info\"}]", AlertLevel.Info)]
    [InlineData("\"labels\":{\"level\":\"warn\"}", AlertLevel.Warning)]
    [InlineData("\"severity\":\"high\"", AlertLevel.Critical)]
    [InlineData("\"alert_urgency\":{\"name\":\"Low\"}", AlertLevel.Info)]
    [InlineData("\"severity\":{\"slug\":\"sev2\"}", AlertLevel.Warning)]
    [InlineData("\"labels\":[null,1,{\"key\":null}]", AlertLevel.Critical)]
    [InlineData("\"x\":1", AlertLevel.Critical)]
    public void Labels_and_severities_are_levels(string members, AlertLevel level) =>
        Read("{\"event\":{\"type\":\"alert.created\"},\"data\":{\"id\":\"a\"," + members + "}}").Events.Single().Level.Should().Be(level);

    [Theory]
    [InlineData("pulse.created")]
    [InlineData("audit_log.created")]
    [InlineData("incident_event.created")]
    [InlineData("incident.scheduled.created")]
    [InlineData("incident.workflow_run")]
    [InlineData("alert.commented")]
    public void Other_events_tell_nothing_that_matters(string type)
    {
        var reading = Read("{\"event\":{\"id\":\"e\",\"type\":\"" + type + "\"},\"data\":{\"id\":\"x\"}}");

        reading.Events.Should().BeEmpty();
        reading.Problem.Should().BeNull();
    }

    [Theory]
    [InlineData("{}", "event.type is missing")]
    [InlineData("{\"event\":{\"type\":\"alert.created\"}}", "data is missing")]
    [InlineData("{\"event\":{\"type\":\"alert.created\"},\"data\":{}}", "data.id is missing")]
    [InlineData("{\"event\":{\"type\":\"incident.created\"},\"data\":{\"id\":[]}}", "data.id is missing")]
    public void What_is_not_understood_says_what_is_missing(string body, string problem) => Read(body).Problem.Should().Be(problem);

    [Theory]
    [InlineData("t=1700000000,v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", 0, true)]
    [InlineData("v1=ABF02492B4BAA79168DD475C626577BE513A2AA273A92ADD37BC7A065D3C6046, t=1700000000", 0, true)]
    [InlineData("t=1700000000,v1=00,v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", 0, true)]
    [InlineData("t=1700000000,v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", 300, true)]
    [InlineData("t=1700000000,v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", 301, false)]
    [InlineData("t=1700000000,v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", -301, false)]
    [InlineData("t=1700000001,v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", 0, false)]
    [InlineData("t=1700000000,v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6047", 0, false)]
    [InlineData("t=1700000000,v0=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", 0, false)]
    [InlineData("t=99999999999999999999,v1=00", 0, false)]
    [InlineData("t=253402300800000,v1=00", 0, false)]
    [InlineData("v1=abf02492b4baa79168dd475c626577be513a2aa273a92add37bc7a065d3c6046", 0, false)]
    [InlineData("", 0, false)]
    public void Signatures_cover_the_time_and_the_body(string header, int age, bool isGood)
    {
        var source = new RootlySource(new RootlySourceOptions { Secrets = ["old", "s3cret"] }, new SourceContext());
        var request = new SourceRequest
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-rootly-signature"] = header },
            Body = Encoding.UTF8.GetBytes("""{"event":{"id":"e1"}}"""),
            Received = DateTimeOffset.FromUnixTimeSeconds(1700000000 + age),
        };

        var why = source.Verify(request);

        (why is null).Should().Be(isGood, why);
        (why ?? "").Should().NotContain("s3cret");
        source.Verify(request with { Body = "{}"u8.ToArray() }).Should().NotBeNull();
        Source.Verify(request).Should().BeNull("without secrets nothing is checked");
    }

    [Fact]
    public void Wrong_options_are_told() =>
        new RootlySourceOptions { Secrets = [""], ReplayWindow = TimeSpan.Zero, DefaultLevel = AlertLevel.Ok }.Check().Select(problem => problem.Option)
            .Should().Equal("secrets", "replay-window", "default-level");

    [Fact]
    public async Task What_happens_to_an_alert_reaches_the_topic()
    {
        await using var rig = await SourceRig.StartAsync(
            "{ id: rootly, kind: rootly, topic: t }", new RigSettings { Time = new FixedTime(Requests.Received) }, typeof(RootlySource));
        var post = await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/hook"}""");

        (await rig.PostAsync("rootly", Incident)).Reply.Status.Should().Be(202);
        await rig.PostAsync("rootly", Incident);
        await rig.SentAsync();
        await rig.PostAsync("rootly", Incident.Replace("incident.created", "incident.resolved", StringComparison.Ordinal).Replace("e-90", "e-91", StringComparison.Ordinal));

        (await rig.HandledAsync(post)).Select(alert => alert.Level).Should().Equal(AlertLevel.Warning, AlertLevel.Ok);
        (await rig.HandledAsync(post)).Should().OnlyContain(alert => alert.System == "rootly");
    }

    [Fact]
    public async Task What_people_do_in_Rootly_counts_for_the_alert_it_was_told_of()
    {
        await using var rig = await SourceRig.StartAsync(
            "[{ id: grafana, kind: grafana, topic: web }, { id: rootly, kind: rootly, topic: incidents }]",
            new RigSettings { Time = new FixedTime(Requests.Received) }, typeof(RootlySource), typeof(GrafanaSource));
        var post = await rig.HandleAsync("web", "post", """{"url":"http://receiver.test/hook"}""");
        await rig.PostAsync("grafana", """{"alerts":[{"status":"firing","labels":{"alertname":"x"},"fingerprint":"f1"}]}""");
        await rig.SentAsync();

        await rig.PostAsync("rootly", Ours("e-1", "\"status\":\"triggered\""));
        await rig.PostAsync("rootly", Ours("e-2", "\"ended_at\":\"2026-01-01T00:06:00Z\""));

        rig.StateOf("web", "f1")!.Value.Level.Should().Be(AlertLevel.Ok); // Raised above.
        rig.StateOf("incidents", "f1").Should().BeNull();
        (await rig.HandledAsync(post)).Where(alert => alert.Activity is null).Select(alert => alert.Level).Should().Equal(AlertLevel.Critical, AlertLevel.Ok);

        static string Ours(string id, string state) =>
            "{\"event\":{\"id\":\"" + id + "\",\"type\":\"alert.updated\"},\"data\":{\"id\":\"a-7\",\"external_id\":\"f1\",\"data\":{\"sender\":\"tocsin\"}," + state + "}}";
    }

    [Fact]
    public void Hostile_bodies_harm_nothing() => HostileBodies.ShouldBeWithstoodBy(
        new RootlySource(new RootlySourceOptions { Secrets = ["s"] }, new SourceContext()),
        Requests.Json(Created, ("X-Rootly-Signature", "t=1767225900,v1=00")), Requests.Json(Incident, ("X-Rootly-Signature", ",,t=,v1=,=")));

    private static SourceReading Read(string body) => Source.Read(Requests.Json(body));
}
