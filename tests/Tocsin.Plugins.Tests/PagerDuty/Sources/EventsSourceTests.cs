using Tocsin.Plugins.PagerDuty.Sources;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.PagerDuty.Sources;

public sealed class EventsSourceTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private const string Trigger1 = """
        {"service_key":"0123456789abcdef0123456789abcdef","event_type":"trigger","incident_key":"cpu:host=web-07","description":"CPU high on web-07","client":"nagios",
         "client_url":"https://nagios.example","details":{"level":"WARNING","value":97.2},"contexts":[{"type":"link","href":"https://wiki.example/cpu","text":"Runbook"},
         {"type":"image","src":"https://img.example/1.png"}]}
        """;

    private const string Trigger2 = """
        {"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","dedup_key":"cpu:host=web-07",
         "payload":{"summary":"CPU high on web-07","source":"web-07","severity":"critical","timestamp":"2026-01-01T00:01:00Z","component":"cpu","group":"web","class":"cpu_alert",
          "custom_details":{"level":"CRITICAL","value":97.2,"more":{"deep":1}}},
         "links":[{"href":"https://wiki.example/cpu","text":"Runbook"},{"href":"javascript:alert(1)","text":"no"}],"client":"prom","client_url":"https://prom.example"}
        """;

    private static readonly Events1Source Version1 = new(new Events1Options { ServiceKeys = ["other", Key] });
    private static readonly Events2Source Version2 = new(new Events2Options { RoutingKeys = [Key] });

    [Fact]
    public void Trigger_of_version_2_is_a_problem_and_is_answered_with_its_key()
    {
        var reading = Version2.Read(Requests.Json(Trigger2));

        var told = reading.Events.Should().ContainSingle().Which;
        (told.Id, told.Level, told.Message, told.IsAboutKnownAlert).Should().Be(("cpu:host=web-07", AlertLevel.Critical, "CPU high on web-07", false));
        told.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero));
        told.Tags.Should().Equal(new Dictionary<string, string>
        {
            ["host"] = "web-07", ["component"] = "cpu", ["group"] = "web", ["class"] = "cpu_alert", ["severity"] = "critical", ["client"] = "prom",
        });
        told.Fields.Should().Equal(new Dictionary<string, object?> { ["level"] = "CRITICAL", ["value"] = "97.2" });
        told.Links.Should().Equal(new AlertLink("Runbook", "https://wiki.example/cpu"), new AlertLink("prom", "https://prom.example"));
        reading.Reply.Should().Match<SourceReply>(reply =>
            reply.Status == 202 && reply.Body == """{"status":"success","message":"Event processed","dedup_key":"cpu:host=web-07"}""");
    }

    [Theory]
    [InlineData("critical", AlertLevel.Critical)]
    [InlineData("error", AlertLevel.Critical)]
    [InlineData("Warning", AlertLevel.Warning)]
    [InlineData("info", AlertLevel.Info)]
    public void Severity_is_the_level(string severity, AlertLevel level) =>
        Version2.Read(Requests.Json(Trigger2.Replace("\"critical\"", $"\"{severity}\"", StringComparison.Ordinal))).Events[0].Level.Should().Be(level);

    [Fact]
    public void Table_of_levels_goes_before_the_usual_one() =>
        new Events2Source(new Events2Options { RoutingKeys = [Key], Levels = new Dictionary<string, string> { ["Critical"] = "warning" } })
            .Read(Requests.Json(Trigger2)).Events[0].Level.Should().Be(AlertLevel.Warning);

    [Fact]
    public void Acknowledge_and_resolve_are_those_of_the_key()
    {
        var acknowledged = Version2.Read(Requests.Json("""{"event_action":"acknowledge","dedup_key":"a"}"""));
        var resolved = Version2.Read(Requests.Json("""{"event_action":"resolve","dedup_key":"a"}"""));

        acknowledged.Events.Should().ContainSingle().Which.Should().Match<SourceEvent>(told =>
            told.Id == "a" && told.Level == null && told.Activity!.Kind == ActivityKind.Acknowledged && told.Activity.At == Requests.Received);
        resolved.Events.Should().ContainSingle().Which.Should().Match<SourceEvent>(told => told.Id == "a" && told.Level == AlertLevel.Ok);
    }

    [Fact]
    public void Trigger_without_a_key_gets_one_that_the_sender_learns()
    {
        var reading = Version2.Read(Requests.Json(Trigger2.Replace("\"dedup_key\":\"cpu:host=web-07\",", "", StringComparison.Ordinal)));

        var id = reading.Events[0].Id;
        id.Should().HaveLength(32);
        reading.Reply!.Body.Should().Be($$"""{"status":"success","message":"Event processed","dedup_key":"{{id}}"}"""); // A taken event is answered.
    }

    [Theory]
    [InlineData("{}", "'event_action' is missing or invalid (must be one of: trigger, acknowledge, resolve)")]
    [InlineData("""{"event_action":"resolve"}""", "'dedup_key' is missing or blank")]
    [InlineData("""{"event_action":"trigger"}""", "'payload' is missing or blank")]
    [InlineData("""{"event_action":"trigger","payload":{"summary":"s","source":"h","severity":"page"}}""", "'payload.severity' is invalid (must be one of: critical, error, warning, info)")]
    [InlineData("""{"event_action":"trigger","payload":{}}""", "'payload.summary' is missing or blank; 'payload.source' is missing or blank; 'payload.severity' is missing or blank")]
    public void Invalid_event_of_version_2_is_refused_with_all_its_errors(string body, string problem)
    {
        var reading = Version2.Read(Requests.Json(body));

        reading.Problem.Should().Be(problem);
        reading.Reply!.Status.Should().Be(400); // Refusals are answered.
        var json = JsonBody.Parse(reading.Reply.Body);
        json["status"].Text.Should().Be("invalid event");
        string.Join("; ", json["errors"].Items.Select(error => error.Text)).Should().Be(problem);
    }

    [Fact]
    public void Trigger_of_version_1_is_a_problem_and_is_answered_with_its_key()
    {
        var reading = Version1.Read(Requests.Json(Trigger1));

        var told = reading.Events.Should().ContainSingle().Which;
        (told.Id, told.Level, told.Message).Should().Be(("cpu:host=web-07", AlertLevel.Warning, "CPU high on web-07"));
        told.Tags.Should().Equal(new Dictionary<string, string> { ["client"] = "nagios" });
        told.Links.Should().Equal(new AlertLink("Runbook", "https://wiki.example/cpu"), new AlertLink("nagios", "https://nagios.example"));
        reading.Reply.Should().Match<SourceReply>(reply =>
            reply.Status == 200 && reply.Body == """{"status":"success","message":"Event processed","incident_key":"cpu:host=web-07"}""");
    }

    [Theory]
    [InlineData("""{"event_type":"trigger","description":"d","incident_key":"k"}""", AlertLevel.Critical)]
    [InlineData("""{"event_type":"trigger","description":"d","incident_key":"k","details":"text"}""", AlertLevel.Critical)]
    [InlineData("""{"event_type":"trigger","description":"d","incident_key":"k","details":{"level":"OK"}}""", AlertLevel.Critical)]
    [InlineData("""{"event_type":"trigger","description":"d","incident_key":"k","details":{"severity":"info"}}""", AlertLevel.Info)]
    [InlineData("""{"event_type":"resolve","incident_key":"k"}""", AlertLevel.Ok)]
    public void Event_of_version_1_without_a_level_pages(string body, AlertLevel level) =>
        Version1.Read(Requests.Json(body)).Events.Should().ContainSingle().Which.Level.Should().Be(level);

    [Theory]
    [InlineData("""{"event_type":"page"}""", "event_type must be trigger, acknowledge or resolve; incident_key is missing or blank")]
    [InlineData("""{"event_type":"trigger"}""", "description is missing or blank")]
    [InlineData("""{"event_type":"acknowledge"}""", "incident_key is missing or blank")]
    public void Invalid_event_of_version_1_is_refused(string body, string problem)
    {
        var reading = Version1.Read(Requests.Json(body));

        reading.Problem.Should().Be(problem);
        reading.Reply!.Status.Should().Be(400); // Refusals are answered.
        reading.Reply.Body.Should().StartWith("""{"status":"invalid event","message":""");
    }

    [Fact]
    public void Acknowledge_of_version_1_keeps_the_level() =>
        Version1.Read(Requests.Json("""{"event_type":"acknowledge","incident_key":"k","description":"looking"}""")).Events.Should().ContainSingle()
            .Which.Should().Match<SourceEvent>(told => told.Level == null && told.Activity!.Text == "looking");

    [Theory]
    [InlineData(Key, true)]
    [InlineData("0123456789abcdef0123456789abcdeF", false)]
    [InlineData("", false)]
    public void Key_in_the_body_must_be_known(string key, bool isKnown)
    {
        (Version1.Verify(Requests.Json($$"""{"service_key":"{{key}}"}""")) is null).Should().Be(isKnown);
        (Version2.Verify(Requests.Json($$"""{"routing_key":"{{key}}"}""")) is null).Should().Be(isKnown);
        Version2.Verify(Requests.Json("no json")).Should().Be("the body is not JSON: line 1, byte 2");
    }

    [Fact]
    public void Anything_but_a_POST_is_answered_with_405()
    {
        Version1.Read(Requests.Json(Trigger1) with { Method = "GET" }).Reply!.Status.Should().Be(405); // Always answered.
        Version2.Read(Requests.Json(Trigger2) with { Method = "PUT" }).Reply!.Status.Should().Be(405); // Always answered.
    }

    [Fact]
    public void Keys_are_wanted()
    {
        new Events1Options { ServiceKeys = [] }.Check().Should().ContainSingle().Which.Option.Should().Be("service-keys");
        new Events2Options { RoutingKeys = ["", "x"], Levels = new Dictionary<string, string> { ["info"] = "ok" } }.Check().Select(problem => problem.Option)
            .Should().Equal("routing-keys", "levels");
    }

    [Fact]
    public void Hostile_bodies_are_withstood()
    {
        HostileBodies.ShouldBeWithstoodBy(Version1, Requests.Json(Trigger1));
        HostileBodies.ShouldBeWithstoodBy(Version2, Requests.Json(Trigger2));
    }

    [Fact]
    public async Task Sender_of_PagerDuty_events_raises_and_ends_an_alert_at_the_address_it_knows()
    {
        await using var rig = await SourceRig.StartAsync($"{{ id: pd2, kind: pagerduty-events-v2, topic: t, options: {{ routing-keys: [{Key}] }} }}", typeof(Events2Source));
        await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/hook"}""");

        (await rig.SendStandInAsync("/v2/enqueue", Requests.Json(Trigger2)))!.Reply.Status.Should().Be(202); // A source stands in for it.
        (await rig.SendStandInAsync("/v2/enqueue", Requests.Json(Trigger2)))!.Reply.Status.Should().Be(202); // A source stands in for it.
        rig.StateOf("t", "cpu:host=web-07")!.Value.Level.Should().Be(AlertLevel.Critical); // Just raised.
        (await rig.SendStandInAsync("/v2/enqueue", Requests.Json($$"""{"routing_key":"{{Key}}","event_action":"resolve","dedup_key":"cpu:host=web-07"}""")))!
            .Reply.Status.Should().Be(202); // A source stands in for it.
        (await rig.SendStandInAsync("/v2/enqueue", Requests.Json("""{"routing_key":"wrong","event_action":"resolve"}""")))!.Reply.Status.Should().Be(400); // As above.

        var sent = await rig.SentAsync();
        sent.Should().HaveCount(2);
        sent[0].Body.Should().Contain("\"level\":\"CRITICAL\"").And.Contain("\"message\":\"CPU high on web-07\"");
        sent[1].Body.Should().Contain("\"level\":\"OK\"").And.Contain("\"previousLevel\":\"CRITICAL\"");
    }
}
