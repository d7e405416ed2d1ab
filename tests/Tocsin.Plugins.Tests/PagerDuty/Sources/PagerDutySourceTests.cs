using Tocsin.Plugins.PagerDuty.Sources;
using Tocsin.Plugins.Slack;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.PagerDuty.Sources;

public sealed class PagerDutySourceTests
{
    // The vector of the reference: secret s3cret.
    private const string Signed = """{"event":{"id":"01"}}""";
    private const string Signature = "v1=dd42400ccf74bdf04ddf236195eedb8a16989ed2b227fdbf0a86bb52be65bcf8";

    private const string Note = """
        {"event":{"id":"01NOTE","event_type":"incident.annotated","resource_type":"incident","occurred_at":"2026-01-01T00:04:00.000Z",
         "agent":{"id":"PUSER01","type":"user_reference","summary":"Dana"},"client":null,
         "data":{"incident":{"html_url":"https://acme.pagerduty.com/incidents/PINC001","id":"PINC001","summary":"CPU high on web-07","type":"incident_reference"},
          "id":"PNOTE01","content":"disk is being replaced","trimmed":false,"type":"incident_note"}}}
        """;

    [Theory]
    [InlineData(Signature, true)]
    [InlineData("v1=00, " + Signature, true)]
    [InlineData("v0=dd42400ccf74bdf04ddf236195eedb8a16989ed2b227fdbf0a86bb52be65bcf8", false)]
    [InlineData("v1=dd42400ccf74bdf04ddf236195eedb8a16989ed2b227fdbf0a86bb52be65bcf9", false)]
    [InlineData("v1=", false)]
    [InlineData("", false)]
    public void Signature_is_that_of_one_of_the_secrets_over_the_raw_body(string header, bool isRight)
    {
        var source = new PagerDutySource(new PagerDutySourceOptions { Secrets = ["old one", "s3cret"] });

        (source.Verify(Requests.Json(Signed, ("X-PagerDuty-Signature", header))) is null).Should().Be(isRight);
        source.Verify(Requests.Json(Signed + " ", ("X-PagerDuty-Signature", header))).Should().NotBeNull("one byte more is another body");
    }

    [Fact]
    public void Refusal_names_no_secret() =>
        new PagerDutySource(new PagerDutySourceOptions { Secrets = ["s3cret"] }).Verify(Requests.Json(Signed, ("X-PagerDuty-Signature", "v1=12")))
            .Should().Be("no signature is that of a secret in 'secrets'");

    [Fact]
    public void Triggered_is_a_problem_about_the_alert_with_the_incident_key()
    {
        var told = Read(Incident("triggered", "triggered"), ("X-Webhook-Id", "hook-1")).Events.Should().ContainSingle().Which;

        told.Id.Should().Be("cpu:host=web-07");
        told.IsAboutKnownAlert.Should().BeTrue();
        told.DedupeKey.Should().Be("hook-1");
        told.Level.Should().Be(AlertLevel.Critical);
        told.Message.Should().Be("CPU high on web-07");
        told.Details.Should().Be("https://acme.pagerduty.com/incidents/PINC001\nby Dana");
        told.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 0, 3, 0, TimeSpan.Zero));
        told.Started.Should().Be(new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero));
        told.Tags.Should().Equal(new Dictionary<string, string> { ["service"] = "web", ["escalation_policy"] = "Default", ["urgency"] = "high" });
        told.Links.Should().Equal(new AlertLink("Incident 42", "https://acme.pagerduty.com/incidents/PINC001"));
        told.Activity.Should().Be(new AlertActivity
        {
            Kind = ActivityKind.Incident,
            System = "pagerduty",
            Incident = new IncidentReference("pagerduty", "PINC001", "https://acme.pagerduty.com/incidents/PINC001"),
            At = told.Time ?? default,
        });
    }

    [Theory]
    [InlineData("acknowledged", ActivityKind.Acknowledged)]
    [InlineData("unacknowledged", ActivityKind.Unacknowledged)]
    public void Acknowledgements_are_told_with_who_gave_them(string type, ActivityKind kind)
    {
        var told = Read(Incident(type, "acknowledged")).Events.Should().ContainSingle().Which;

        told.Level.Should().BeNull();
        told.DedupeKey.Should().Be("01FAKEEVENT0001");
        told.Activity!.Kind.Should().Be(kind); // Told just above.
        told.Activity.By.Should().Be("Dana");
        told.Activity.System.Should().Be("pagerduty");
    }

    [Fact]
    public void Note_is_told_of_the_incident_it_was_written_to()
    {
        var told = Read(Note).Events.Should().ContainSingle().Which;

        told.Activity!.Kind.Should().Be(ActivityKind.Note); // Notes have one.
        told.Activity.Text.Should().Be("disk is being replaced");
        told.Activity.Incident.Should().Be(new IncidentReference("pagerduty", "PINC001", "https://acme.pagerduty.com/incidents/PINC001"));
    }

    [Fact]
    public void Resolved_ends_the_alert()
    {
        var told = Read(Incident("resolved", "resolved")).Events.Should().ContainSingle().Which;

        told.Level.Should().Be(AlertLevel.Ok);
        told.IsAboutKnownAlert.Should().BeTrue();
        told.Message.Should().Be("CPU high on web-07 (resolved by Dana in PagerDuty)");
    }

    [Theory]
    [InlineData("high", "null", AlertLevel.Critical)]
    [InlineData("low", "null", AlertLevel.Warning)]
    [InlineData("low", """{"summary":"P1"}""", AlertLevel.Critical)]
    [InlineData("high", """{"summary":"p3"}""", AlertLevel.Info)]
    [InlineData("odd", "7", AlertLevel.Critical)]
    public void Level_goes_by_priority_then_by_urgency(string urgency, string priority, AlertLevel level)
    {
        var body = Incident("triggered", "triggered").Replace("\"high\"", $"\"{urgency}\"", StringComparison.Ordinal)
            .Replace("\"priority\":null", $"\"priority\":{priority}", StringComparison.Ordinal);
        var source = new PagerDutySource(new PagerDutySourceOptions { Levels = new Dictionary<string, string> { ["P1"] = "critical", ["P3"] = "INFO" } });

        source.Read(Requests.Json(body)).Events.Should().ContainSingle().Which.Level.Should().Be(level);
    }

    [Theory]
    [InlineData("incident.escalated")]
    [InlineData("incident.delegated")]
    [InlineData("incident.reassigned")]
    [InlineData("incident.priority_updated")]
    [InlineData("incident.status_update_published")]
    [InlineData("incident.responder.added")]
    [InlineData("incident.responder.replied")]
    [InlineData("incident.service_updated")]
    [InlineData("incident.custom_field_values.updated")]
    [InlineData("incident.conference_bridge.updated")]
    [InlineData("incident.incident_type.changed")]
    [InlineData("incident.role.assigned")]
    [InlineData("incident.workflow.started")]
    [InlineData("incident.task.created")]
    [InlineData("incident.action_invocation.created")]
    [InlineData("incident.something_new")]
    [InlineData("service.updated")]
    public void Other_events_are_accepted_and_change_nothing(string type)
    {
        var reading = Read(Incident("x", "triggered").Replace("incident.x", type, StringComparison.Ordinal));

        reading.Events.Should().BeEmpty();
        reading.Problem.Should().BeNull();
    }

    [Fact]
    public void Ping_is_a_try_out() => Read("""{"event":{"id":"1","event_type":"pagey.ping","resource_type":"pagey","data":{"message":"Hello"}}}""").IsTest.Should().BeTrue();

    [Theory]
    [InlineData("{}", "event.event_type is missing: is the subscription one of version 3?")]
    [InlineData("""{"messages":[{"event":"incident.trigger"}]}""", "event.event_type is missing: is the subscription one of version 3?")]
    [InlineData("""{"event":{"event_type":"incident.triggered","data":[]}}""", "event.data has neither incident_key nor id")]
    public void What_is_not_understood_is_told(string body, string problem) => Read(body).Problem.Should().Be(problem);

    [Fact]
    public void Hostile_bodies_are_withstood() => HostileBodies.ShouldBeWithstoodBy(
        new PagerDutySource(new PagerDutySourceOptions { Secrets = ["s3cret"] }),
        Requests.Json(Incident("triggered", "triggered"), ("X-PagerDuty-Signature", Signature)), Requests.Json(Note), Requests.Json(Incident("resolved", "resolved")));

    [Theory]
    [InlineData("""{"levels":{"P1":"awful"}}""", "'P1' has the level 'awful'; a problem is info, warning or critical")]
    [InlineData("""{"secrets":[""]}""", "a secret is empty; PagerDuty shows it once, when the subscription is made")]
    public void Options_that_cannot_be_meant_are_refused(string options, string problem)
    {
        var parsed = options.Contains("levels", StringComparison.Ordinal)
            ? new PagerDutySourceOptions { Levels = new Dictionary<string, string> { ["P1"] = "awful" } }
            : new PagerDutySourceOptions { Secrets = [""] };

        parsed.Check().Should().ContainSingle().Which.Message.Should().Be(problem);
    }

    [Fact]
    public async Task Incident_of_another_tool_reaches_Slack_and_its_end_too_each_once()
    {
        await using var rig = await SourceRig.StartAsync(
            "{ id: pd, kind: pagerduty, topic: incidents, options: { secrets: [s3cret] } }",
            new RigSettings { Services = ServicesYaml.Parse("slack: { enabled: true, url: 'http://slack.test/hook', channel: '#ops' }") },
            typeof(PagerDutySource), typeof(SlackHandler));
        await rig.HandleAsync("incidents", "slack");

        foreach (var body in new[] { Incident("triggered", "triggered"), Incident("triggered", "triggered"), Incident("resolved", "resolved").Replace("EVENT0001", "EVENT0002", StringComparison.Ordinal) })
            (await rig.PostAsync("pd", body, ("X-PagerDuty-Signature", SignatureOf("s3cret", body)))).Reply.Status.Should().Be(202);
        (await rig.PostAsync("pd", Incident("triggered", "triggered"), ("X-PagerDuty-Signature", "v1=00"))).Reply.Status.Should().Be(403);

        var sent = await rig.SentAsync();
        sent.Select(request => request.Body).Should().Equal(
            """{"as_user":false,"attachments":[{"fallback":"CPU high on web-07","color":"danger","text":"CPU high on web-07\n\nhttps://acme.pagerduty.com/incidents/PINC001\nby Dana","mrkdwn_in":["text"]}],"channel":"#ops","icon_emoji":"","text":"","username":""}""" + "\n",
            """{"as_user":false,"attachments":[{"fallback":"CPU high on web-07 (resolved by Dana in PagerDuty)","color":"good","text":"CPU high on web-07 (resolved by Dana in PagerDuty)\n\nhttps://acme.pagerduty.com/incidents/PINC001\nby Dana","mrkdwn_in":["text"]}],"channel":"#ops","icon_emoji":"","text":"","username":""}""" + "\n");
    }

    [Fact]
    public async Task Echo_of_our_own_alert_changes_nothing_and_what_is_done_there_changes_the_alert_with_its_own_tags()
    {
        await using var rig = await SourceRig.StartAsync("{ id: pd, kind: pagerduty, topic: incidents }", typeof(PagerDutySource));
        var handler = await rig.HandleAsync("cpu", "post", """{"url":"http://receiver.test/hook"}""", match: "\"host\" == 'web-07'");
        rig.Engine.Alerts.Topics.Publish("cpu", new AlertEvent
        {
            Topic = "cpu", Id = "cpu:host=web-07", Level = AlertLevel.Warning, Message = "ours", UnixNanoseconds = 1_000_000_000,
            Tags = new Dictionary<string, string> { ["host"] = "web-07" },
        });

        await rig.PostAsync("pd", Incident("triggered", "triggered"));
        rig.StateOf("cpu", "cpu:host=web-07")!.Value.Level.Should().Be(AlertLevel.Warning, "our own rules know how bad it is"); // Raised above.
        await rig.PostAsync("pd", Note);
        await rig.PostAsync("pd", Incident("resolved", "resolved").Replace("EVENT0001", "EVENT0002", StringComparison.Ordinal));
        await rig.PostAsync("pd", Incident("resolved", "resolved").Replace("EVENT0001", "EVENT0003", StringComparison.Ordinal).Replace("Dana", "Kim", StringComparison.Ordinal));

        (await rig.HandledAsync(handler)).Select(told => (told.Level, told.Message)).Should().Equal(
            (AlertLevel.Warning, "ours"), (AlertLevel.Ok, "CPU high on web-07 (resolved by Dana in PagerDuty)"));
        rig.StateOf("incidents", "cpu:host=web-07").Should().BeNull("it is the same alert");
        rig.Engine.Alerts.Activities.Find("cpu", "cpu:host=web-07")!.Incidents.Should().ContainSingle().Which.Id.Should().Be("PINC001"); // Raised above.
        rig.Engine.Alerts.Activities.History("cpu", "cpu:host=web-07")!.Should().Contain(did => did.Text == "disk is being replaced", "notes name the incident only"); // As above.
    }

    private static string SignatureOf(string secret, string body) => "v1=" + Convert.ToHexStringLower(
        System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes(body)));

    private static SourceReading Read(string body, params (string, string)[] headers) =>
        new PagerDutySource(new PagerDutySourceOptions()).Read(Requests.Json(body, headers));

    private static string Incident(string type, string status) => $$$$"""
        {"event":{"id":"01FAKEEVENT0001","event_type":"incident.{{{{type}}}}","resource_type":"incident","occurred_at":"2026-01-01T00:03:00.000Z",
         "agent":{"id":"PUSER01","type":"user_reference","summary":"Dana","html_url":"https://acme.pagerduty.com/users/PUSER01"},"client":null,
         "data":{"id":"PINC001","type":"incident","self":"https://api.pagerduty.com/incidents/PINC001","html_url":"https://acme.pagerduty.com/incidents/PINC001",
          "number":42,"status":"{{{{status}}}}","incident_key":"cpu:host=web-07","created_at":"2026-01-01T00:01:00Z","title":"CPU high on web-07",
          "service":{"id":"PSVC001","type":"service_reference","summary":"web"},"assignees":[],
          "escalation_policy":{"id":"PEP0001","type":"escalation_policy_reference","summary":"Default"},"teams":[],"priority":null,"urgency":"high",
          "conference_bridge":null,"resolve_reason":null}}}
        """;
}
