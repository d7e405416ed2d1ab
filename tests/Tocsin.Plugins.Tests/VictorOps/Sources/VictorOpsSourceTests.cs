using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps.Sources;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.VictorOps.Sources;

public sealed class VictorOpsSourceTests
{
    private const string Url = "https://hook.example/vo";
    private const string Escalation = "incident=14&message=Disk+full&summary=Disk";
    private const string Signature = "13yZl3yKfBW7nV3vqEFCqhQ+EKM=";

    private static readonly VictorOpsSourceOptions Signed = new() { SignatureKeys = ["old", "k3y"], Url = Url };

    [Theory]
    [InlineData(Escalation, Signature, true)]
    [InlineData("summary=Disk&incident=14&message=Disk%20full", Signature, true)]
    [InlineData("incident=14&message=Disk+full&summary=Disc", Signature, false)]
    [InlineData(Escalation, "13yZl3yKfBW7nV3vqEFCqhQ+EKN=", false)]
    [InlineData(Escalation, "", false)]
    public void Escalation_webhook_is_signed_over_address_and_sorted_fields(string form, string signature, bool isRight) =>
        (new VictorOpsSource(Signed, new SourceContext()).Verify(Requests.Form(form, ("X-VictorOps-Signature", signature))) is null).Should().Be(isRight);

    [Fact]
    public void Quotation_marks_count_for_the_signature_and_not_for_what_is_said()
    {
        var source = new VictorOpsSource(Signed, new SourceContext());
        var request = Requests.Form("incident=%2214%22&message=%22Disk+full%22&summary=%22Disk%22", ("X-VictorOps-Signature", Signature));

        source.Verify(request).Should().Be("the signature is wrong: is url what was entered at VictorOps, letter by letter, and the key the one it shows?");
        var told = source.Read(request).Events.Should().ContainSingle().Which;
        (told.Id, told.Message, told.Activity!.Incident!.Id).Should().Be(("victorops-incident-14", "Disk", "14")); // Incidents have numbers.
    }

    [Fact]
    public void Unsigned_kind_of_webhook_does_not_get_around_the_signature() =>
        new VictorOpsSource(Signed, new SourceContext()).Verify(Requests.Json(Template("", "UNACKED", "other")))
            .Should().Be("only escalation webhooks are signed; give custom outbound webhooks a source of their own");

    [Fact]
    public void New_incident_of_another_tool_is_a_problem()
    {
        var told = Read(Template("", "UNACKED", "nagios"), new VictorOpsSourceOptions { IncidentUrl = "https://portal.example/acme/{incident}" }).Events
            .Should().ContainSingle().Which;

        (told.Id, told.Level, told.Message, told.Details, told.IsAboutKnownAlert).Should().Be(("cpu:host=web-07", AlertLevel.Critical, "CPU high on web-07", "looking", true));
        told.Time.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1767225700));
        told.Started.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1767225600));
        told.Tags.Should().Equal(new Dictionary<string, string> { ["monitoring_tool"] = "nagios" });
        told.Links.Should().Equal(new AlertLink("Incident 14", "https://portal.example/acme/14"));
        told.Activity!.Incident.Should().Be(new IncidentReference("victorops", "14", "https://portal.example/acme/14")); // Problems have one.
    }

    [Fact]
    public void New_incident_of_our_own_tells_only_its_number()
    {
        var told = Read(Template("", "UNACKED", "Tocsin")).Events.Should().ContainSingle().Which;

        told.Level.Should().BeNull();
        told.Activity.Should().Be(new AlertActivity
        {
            Kind = ActivityKind.Incident, System = "victorops", Incident = new IncidentReference("victorops", "14"), At = Requests.Received,
        });
    }

    [Theory]
    [InlineData("ACKNOWLEDGEMENT", "ACKED")]
    [InlineData("", "ACKED")]
    public void Acknowledgement_names_who_and_what_they_said(string type, string phase)
    {
        var told = Read(Template(type, phase, "tocsin")).Events.Should().ContainSingle().Which;

        told.Level.Should().BeNull();
        (told.Activity!.Kind, told.Activity.By, told.Activity.Text).Should().Be((ActivityKind.Acknowledged, "dana", "looking")); // Acknowledgements have one.
    }

    [Theory]
    [InlineData("RECOVERY", "RESOLVED")]
    [InlineData("RESOLVED", "")]
    [InlineData("CRITICAL", "RESOLVED")]
    public void Recovery_ends_the_alert(string type, string phase)
    {
        var told = Read(Template(type, phase, "tocsin")).Events.Should().ContainSingle().Which;

        (told.Level, told.IsAboutKnownAlert, told.Message).Should().Be((AlertLevel.Ok, true, "CPU high on web-07 (resolved by dana in VictorOps)"));
    }

    [Theory]
    [InlineData("WARNING", AlertLevel.Warning)]
    [InlineData("INFO", AlertLevel.Info)]
    [InlineData("", AlertLevel.Critical)]
    [InlineData("${{STATE.CURRENT_STATE}}", AlertLevel.Critical)]
    public void State_is_the_level(string state, AlertLevel level) =>
        Read(Template("", "UNACKED", "nagios").Replace("\"CRITICAL\"", $"\"{state}\"", StringComparison.Ordinal)).Events[0].Level.Should().Be(level);

    [Theory]
    [InlineData("1767225700", 1767225700)]
    [InlineData("1767225700000", 1767225700)]
    [InlineData("100000000000", 100000000000)]
    public void Times_are_seconds_or_milliseconds_by_their_size(string text, long seconds)
    {
        var told = Read(Template("", "UNACKED", "nagios").Replace("1767225700000", text, StringComparison.Ordinal)).Events[0];

        told.Time.Should().Be(seconds == 100000000000 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    [Theory]
    [InlineData("""disk "sda" is full""")]
    [InlineData("first line\nsecond, \"quoted\": line")]
    [InlineData("""C:\Windows\"x\y""")]
    [InlineData("""{"a":[1,2}""")]
    public void Texts_that_are_not_escaped_are_read(string message)
    {
        var body = Template("ACKNOWLEDGEMENT", "ACKED", "tocsin").Replace("looking", message, StringComparison.Ordinal);

        var told = Read(body).Events.Should().ContainSingle().Which;

        told.Activity!.Kind.Should().Be(ActivityKind.Acknowledged); // Told just above.
        told.Activity.Text.Should().Be(message.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_cannot_take_the_place_of_what_stands_before_it()
    {
        var body = Template("", "UNACKED", "nagios").Replace("looking", "x\",\"phase\":\"RESOLVED\",\"entity_id\":\"other", StringComparison.Ordinal);

        Read(body).Events.Should().ContainSingle().Which.Should().Match<SourceEvent>(told => told.Id == "cpu:host=web-07" && told.Level == AlertLevel.Critical);
    }

    [Fact]
    public void Names_of_VictorOps_itself_are_understood_in_forms_and_addresses()
    {
        var fields = "STATE.ENTITY_ID=%22cpu%22&STATE.CURRENT_ALERT_PHASE=ACKED&STATE.ACK_USER=dana&STATE.INCIDENT_NAME=%2314&STATE.LAST_TIMESTAMP=1767225700000";
        var query = fields.Split('&').Select(field => KeyValuePair.Create(field.Split('=')[0], Uri.UnescapeDataString(field.Split('=')[1]))).ToList();

        foreach (var request in new[] { Requests.Form(fields), Requests.Json("") with { Method = "GET", Query = query } })
        {
            var told = new VictorOpsSource(new VictorOpsSourceOptions(), new SourceContext()).Read(request).Events.Should().ContainSingle().Which;
            (told.Id, told.Activity!.By, told.Activity.Incident!.Id).Should().Be(("cpu", "dana", "14")); // Both stand in the fields.
        }
    }

    [Fact]
    public void Chat_is_a_note() =>
        Read(Template("", "ACKED", "tocsin").Replace("\"incident\",\"entity", "\"chat\",\"entity", StringComparison.Ordinal)).Events.Should().ContainSingle()
            .Which.Activity!.Kind.Should().Be(ActivityKind.Note); // Notes have one.

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"source":"victorops","event":"on-call","user":"dana"}""")]
    [InlineData("""{"incident":"14","phase":"ACKED"}""")]
    public void What_names_no_alert_is_told(string body) =>
        Read(body).Problem.Should().Be("neither entity_id nor incident is given: is the webhook's body the template of the plugin's page?");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("{\"entity")]
    public void What_is_no_object_is_malformed(string body) =>
        new Action(() => Read(body)).Should().Throw<FormatException>();

    [Fact]
    public void The_template_of_the_page_is_one_that_is_understood()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "plugins/Tocsin.Plugins.VictorOps/README.md"));
        var begin = readme.IndexOf("{\"source\":\"victorops\"", StringComparison.Ordinal);
        var template = readme[begin..readme.IndexOf("```", begin, StringComparison.Ordinal)];
        template.Should().Contain("${{STATE.ENTITY_ID}}");
        var filled = template.Replace("${{STATE.ENTITY_ID}}", "cpu", StringComparison.Ordinal).Replace("${{STATE.CURRENT_ALERT_PHASE}}", "RESOLVED", StringComparison.Ordinal);

        Read(filled).Events.Should().ContainSingle().Which.Should().Match<SourceEvent>(told => told.Id == "cpu" && told.Level == AlertLevel.Ok && told.Message == "cpu (resolved in VictorOps)");
    }

    [Fact]
    public void Hostile_bodies_are_withstood()
    {
        HostileBodies.ShouldBeWithstoodBy(new VictorOpsSource(new VictorOpsSourceOptions(), new SourceContext()), Requests.Json(Template("", "UNACKED", "nagios")));
        HostileBodies.ShouldBeWithstoodBy(new VictorOpsSource(Signed, new SourceContext()), Requests.Form(Escalation, ("X-VictorOps-Signature", Signature)));
    }

    [Fact]
    public void Options_that_cannot_be_meant_are_refused()
    {
        new VictorOpsSourceOptions { SignatureKeys = ["k"] }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new VictorOpsSourceOptions { Url = Url }.Check().Should().ContainSingle().Which.Option.Should().Be("signature-keys");
        new VictorOpsSourceOptions { SignatureKeys = [""], Url = Url, IncidentUrl = "https://x" }.Check().Select(problem => problem.Option).Should().Equal("signature-keys", "incident-url");
    }

    [Fact]
    public async Task Alert_that_VictorOps_was_told_of_is_acknowledged_and_ended_from_there_without_a_second_one()
    {
        await using var rig = await SourceRig.StartAsync("{ id: vo, kind: victorops, topic: incidents, auth: { query: { secret: s3cret } } }", typeof(VictorOpsSource));
        var pager = await rig.HandleAsync("cpu", "post", """{"url":"http://receiver.test/hook"}""");
        rig.Engine.Alerts.Topics.Publish("cpu", new AlertEvent { Topic = "cpu", Id = "cpu:host=web-07", Level = AlertLevel.Critical, Message = "ours", UnixNanoseconds = 1_000_000_000 });

        (await Send(rig, Template("", "UNACKED", "tocsin"), "wrong")).Should().Be(401);
        (await Send(rig, Template("", "UNACKED", "tocsin"))).Should().Be(202);
        (await Send(rig, Template("ACKNOWLEDGEMENT", "ACKED", "tocsin"))).Should().Be(202);
        var care = rig.Engine.Alerts.Activities.Find("cpu", "cpu:host=web-07");
        care!.Acknowledgement!.By.Should().Be("dana"); // Acknowledged just above.
        care.Incidents.Should().ContainSingle().Which.Should().Be(new IncidentReference("victorops", "14"));
        (await Send(rig, Template("RECOVERY", "RESOLVED", "tocsin"))).Should().Be(202);
        (await Send(rig, Template("RECOVERY", "RESOLVED", "tocsin"))).Should().Be(202);

        (await rig.HandledAsync(pager)).Select(told => (told.Level, told.Message)).Should().Equal(
            (AlertLevel.Critical, "ours"), (AlertLevel.Ok, "CPU high on web-07 (resolved by dana in VictorOps)"));
        rig.StateOf("incidents", "cpu:host=web-07").Should().BeNull();
    }

    [Fact]
    public async Task Alert_whose_id_is_too_long_for_VictorOps_is_found_by_the_entity_it_became()
    {
        await using var rig = await SourceRig.StartAsync("{ id: vo, kind: victorops, topic: incidents }", typeof(VictorOpsSource));
        var id = new string('x', 600);
        rig.Engine.Alerts.Topics.Publish("cpu", new AlertEvent { Topic = "cpu", Id = id, Level = AlertLevel.Critical, Message = "ours", UnixNanoseconds = 1_000_000_000 });
        var entity = new IncidentReference("victorops", LimitedText.CutId(id, 512));
        rig.Engine.Alerts.Activities.Record("cpu", id, new AlertActivity { Kind = ActivityKind.Incident, System = "victorops", Incident = entity, At = Requests.Received });

        await Send(rig, Template("ACKNOWLEDGEMENT", "ACKED", "tocsin").Replace("cpu:host=web-07", entity.Id, StringComparison.Ordinal));

        rig.Engine.Alerts.Activities.Find("cpu", id)!.Acknowledgement!.By.Should().Be("dana"); // Raised and acknowledged above.
    }

    private static async Task<int> Send(SourceRig rig, string body, string secret = "s3cret") =>
        (await rig.SendAsync("vo", Requests.Json(body) with { Query = [new("secret", secret)] })).Reply.Status;

    private static SourceReading Read(string body, VictorOpsSourceOptions? options = null) =>
        new VictorOpsSource(options ?? new VictorOpsSourceOptions(), new SourceContext()).Read(Requests.Json(body));

    private static string Template(string type, string phase, string tool) => $$"""
        {"source":"victorops","event":"incident","entity_id":"cpu:host=web-07","incident":"14","phase":"{{phase}}","state":"CRITICAL",
         "notification_type":"{{type}}","state_start_ms":"1767225600000","last_ms":"1767225700000","alert_count":"3","monitoring_tool":"{{tool}}",
         "user":"dana","title":"CPU high on web-07","message":"looking"}
        """;
}
