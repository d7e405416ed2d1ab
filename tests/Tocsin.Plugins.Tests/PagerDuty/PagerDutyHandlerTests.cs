using Tocsin.Plugins.PagerDuty;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.PagerDuty;

public sealed class PagerDutyHandlerTests
{
    private const string Key = "0123-secret";

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"status":"success","message":"Event processed","incident_key":"cpu/a"}""");

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical() with { Details = "<b>31</b>" }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/pd");
        stand.ContentTypes.Should().Equal("application/json");
        stand.Bodies.Should().Equal(
            """
            {"client":"tocsin","client_url":"http://server:9092/kapacitor/v1","description":"cpu/a is CRITICAL <31>\nrunbook",
            "details":"<b>31</b>","event_type":"trigger","incident_key":"cpu/a","service_key":"0123-secret"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Recovery_resolves_the_incident()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Events.Critical() with { Level = AlertLevel.Ok }, default);

        stand.Bodies.Single().Should().Contain("\"event_type\":\"resolve\",\"incident_key\":\"cpu/a\"");
    }

    [Theory]
    [InlineData(RecoveryAction.Acknowledge, "")]
    [InlineData(RecoveryAction.Resolve, "acknowledge")]
    public async Task Recovery_can_acknowledge_instead(RecoveryAction onRecovery, string wish)
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var handler = new PagerDutyHandler(
            new PagerDutyOptions { ServiceKey = Key, OnRecovery = onRecovery }, new PagerDutySettings { Url = stand.Url }, new HandlerContext(), new HttpClient(), TimeProvider.System);

        await handler.HandleAsync(
            Events.Critical() with { Level = AlertLevel.Ok, Message = "well again", Tags = new Dictionary<string, string> { ["recovery"] = wish } }, default);

        stand.Bodies.Should().Equal(
            """{"description":"acknowledged by tocsin: well again","event_type":"acknowledge","incident_key":"cpu/a","service_key":"0123-secret"}""" + "\n");
    }

    [Fact]
    public async Task Links_and_values_of_other_systems_stand_where_PagerDuty_shows_them()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Events.Critical() with
        {
            TaskName = "",
            Details = "two failed",
            Fields = new Dictionary<string, object?> { ["failedTests"] = 2L },
            Links = [new AlertLink("Run", "https://x.example/1")],
        }, default);

        stand.Bodies.Single().Should()
            .Contain("\"contexts\":[{\"type\":\"link\",\"href\":\"https://x.example/1\",\"text\":\"Run\"}],\"description\":").And
            .Contain("\"details\":{\"details\":\"two failed\",\"failedTests\":2},\"event_type\":\"trigger\"");
    }

    [Theory]
    [InlineData("looking", "acknowledged by dana: looking")]
    [InlineData("", "acknowledged by dana")]
    public async Task Acknowledgement_is_posted_byte_for_byte(string text, string description)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Done(ActivityKind.Acknowledged, text), default);

        stand.Bodies.Should().Equal(
            $$"""{"description":"{{description}}","event_type":"acknowledge","incident_key":"cpu/a","service_key":"0123-secret"}""" + "\n");
    }

    [Theory]
    [InlineData(ActivityKind.Note, AlertLevel.Critical)]
    [InlineData(ActivityKind.Unacknowledged, AlertLevel.Critical)]
    [InlineData(ActivityKind.Acknowledged, AlertLevel.Info)]
    public async Task What_cannot_be_said_is_not_sent(ActivityKind kind, AlertLevel level)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        var delivery = await HandlerFor(stand).HandleAsync(Done(kind, "x") with { Level = level }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        delivery.Reply.Should().StartWith("not sent: ");
        stand.Bodies.Should().BeEmpty();
    }

    [Theory]
    [InlineData(AlertLevel.Critical, "cpu/a")]
    [InlineData(AlertLevel.Ok, null)]
    public async Task Trigger_names_the_incident_it_became(AlertLevel level, string? incident)
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"status":"success","incident_key":"cpu/a"}""");

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical() with { Level = level }, default);

        delivery.Incident.Should().Be(incident is null ? null : new IncidentReference("pagerduty", incident));
    }

    private static AlertEvent Done(ActivityKind kind, string text) => Events.Critical() with
    {
        Activity = new AlertActivity { Kind = kind, By = "dana", Text = text, System = "victorops", At = DateTimeOffset.UnixEpoch },
    };

    [Fact]
    public async Task Info_is_refused_and_not_sent()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical() with { Level = AlertLevel.Info }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be(
            "PagerDuty's Events v1 knows no level INFO, the event was not sent: filter with 'match: level() != INFO' or use pagerduty2");
        stand.Bodies.Should().BeEmpty();
    }

    [Theory]
    [InlineData("team", "team")]
    [InlineData("", Key)]
    public async Task Key_of_the_handler_goes_before_the_configured_one(string own, string sent)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand, own).HandleAsync(Events.Critical(), default);

        stand.Bodies.Single().Should().EndWith($"\"service_key\":\"{sent}\"}}\n");
    }

    [Fact]
    public async Task What_is_wrong_is_told_in_the_words_of_PagerDuty()
    {
        await using var stand = await Stand.AnsweringAsync(
            400, """{"status":"invalid event","message":"Event object is invalid","errors":["Service key is the wrong length","x"]}""");

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical(), default);

        delivery.Reason.Should().Be("PagerDuty answered 400: Event object is invalid (Service key is the wrong length; x)");
    }

    [Fact]
    public async Task Without_any_key_the_way_out_is_told()
    {
        var handler = new PagerDutyHandler(
            new PagerDutyOptions(), new PagerDutySettings { Enabled = true }, new HandlerContext(), new HttpClient(), TimeProvider.System);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Contain("set 'service-key' in the handler or in the section 'pagerduty'");
    }

    [Fact]
    public async Task Details_that_are_too_large_are_left_out()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Events.Critical() with { Details = new string('d', 600_000) }, default);

        stand.Bodies.Single().Should().Contain("\"details\":\"The details, 600000 characters, are more than PagerDuty takes.\"");
    }

    private static PagerDutyHandler HandlerFor(Stand stand, string serviceKey = "") => new(
        new PagerDutyOptions { ServiceKey = serviceKey },
        new PagerDutySettings { Enabled = true, ServiceKey = Key, Url = new Uri(stand.Url, "pd") },
        new HandlerContext { ServerUrl = new Uri("http://server:9092/kapacitor/v1") },
        new HttpClient(),
        TimeProvider.System);
}
