using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Plugins.OpsGenie;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Rootly;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Activities;

/// <summary>An acknowledgement on its way from one system to the others, and its echoes on their way back.</summary>
public sealed class AcknowledgementTests
{
    private const string Definitions = """
        id: {0}
        kind: {0}
        auth: {{ header: {{ X-Secret: s3cret }} }}
        """;

    [Fact]
    public async Task An_acknowledgement_in_one_system_is_told_to_the_other_once_and_ends_there()
    {
        await using var rig = await StartAsync();

        await SayAsync(rig, "victorops", "dana");
        await SayAsync(rig, "pagerduty", "integration");
        await SayAsync(rig, "victorops", "dana");

        var sent = await rig.SentAsync();
        sent.Should().HaveCount(3);
        sent.Where(request => request.Url.Contains("pager", StringComparison.Ordinal)).Select(request => request.Body).Should().HaveCount(2)
            .And.Subject.Last().Should().Be("""{"routing_key":"pd-key","dedup_key":"web-07","event_action":"acknowledge"}""" + "\n");
        sent.Should().ContainSingle(request => request.Url.Contains("vo.test", StringComparison.Ordinal), "the problem; the acknowledgement comes from there");
        var alert = rig.Engine.Alerts.Activities.Find("checks", "web-07");
        alert!.Acknowledgement.Should().BeEquivalentTo(new { By = "dana", System = "victorops" }); // Just raised.
        rig.Engine.Alerts.Activities.History("checks", "web-07").Should().ContainSingle(activity => activity.Kind == ActivityKind.Acknowledged);
    }

    [Fact]
    public async Task An_acknowledgement_of_our_own_is_told_to_both_and_its_echoes_to_none()
    {
        await using var rig = await StartAsync();

        rig.Engine.Alerts.Activities.Record("checks", "web-07", new AlertActivity
        {
            Kind = ActivityKind.Acknowledged, By = "ops", System = AlertActivities.OwnSystem, At = DateTimeOffset.FromUnixTimeSeconds(1577836900),
        }).Should().Be(ActivityOutcome.Recorded);
        await SayAsync(rig, "victorops", "ops");
        await SayAsync(rig, "pagerduty", "");

        var sent = await rig.SentAsync();
        sent.Should().HaveCount(4);
        sent.Select(request => request.Body).Should()
            .Contain(body => body.Contains("\"event_action\":\"acknowledge\"", StringComparison.Ordinal))
            .And.Contain(body => body.StartsWith("""{"ack_author":"ops","entity_id":"web-07","message_type":"ACKNOWLEDGEMENT",""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_knows_is_acknowledged_nowhere()
    {
        await using var rig = await StartAsync();

        await SayAsync(rig, "victorops", "dana", id: "unknown");

        (await rig.SentAsync()).Should().HaveCount(2, "that is the problem of the other");
        rig.Engine.Alerts.Activities.TopicsKnowing("unknown").Should().BeEmpty();
    }

    [Theory]
    [InlineData(typeof(VictorOpsHandler), "victorops", true)]
    [InlineData(typeof(IncidentHandler), "victorops", false)]
    [InlineData(typeof(PagerDutyHandler), "pagerduty", true)]
    [InlineData(typeof(PagerDuty2Handler), "pagerduty", true)]
    [InlineData(typeof(OpsGenieHandler), "opsgenie", false)]
    [InlineData(typeof(RootlyHandler), "rootly", false)]
    public void Kinds_of_one_service_tell_one_system(Type handler, string system, bool takesActivity) =>
        HandlerKind.FromType(handler, "test").System.Should().BeEquivalentTo(new { Name = system, TakesActivity = takesActivity });

    private static async Task<SourceRig> StartAsync()
    {
        var settings = new RigSettings
        {
            Services = new ServiceSections((ConfigMap)ConfigJson.Parse("""
                {"victorops":{"enabled":true,"api-key":"vo-key","url":"http://vo.test/in"},
                 "pagerduty2":{"enabled":true,"routing-key":"pd-key","url":"http://pager.test/v2/enqueue"}}
                """)),
        };
        var rig = await SourceRig.StartAsync(
            Format("victorops"), settings, typeof(VictorOpsHandler), typeof(PagerDuty2Handler), typeof(VictorOpsVoice), typeof(PagerDutyVoice));
        await rig.DefineAsync(Format("pagerduty"));
        await rig.HandleAsync("checks", "victorops");
        await rig.HandleAsync("checks", "pagerduty2");
        rig.Engine.Alerts.Topics.Publish("checks", Events.Critical() with { Id = "web-07" });
        await rig.SentAsync();
        return rig;
    }

    private static string Format(string kind) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Definitions, kind);

    private static async Task SayAsync(SourceRig rig, string source, string by, string id = "web-07")
    {
        (await rig.PostAsync(source, $"{id} {by}", ("X-Secret", "s3cret"))).Reply.Status.Should().Be(202);
        await rig.SentAsync();
    }

    private static SourceReading Acknowledged(SourceRequest request)
    {
        var words = request.Text().Split(' ');
        return SourceReading.Of(new SourceEvent
        {
            Id = words[0],
            IsAboutKnownAlert = true,
            Activity = new AlertActivity { Kind = ActivityKind.Acknowledged, By = words[1], At = request.Received },
        });
    }

    [AlertSource("victorops", System = "victorops")]
    internal sealed class VictorOpsVoice : IAlertSource
    {
        public SourceReading Read(SourceRequest request) => Acknowledged(request);
    }

    [AlertSource("pagerduty", System = "pagerduty")]
    internal sealed class PagerDutyVoice : IAlertSource
    {
        public SourceReading Read(SourceRequest request) => Acknowledged(request);
    }
}
