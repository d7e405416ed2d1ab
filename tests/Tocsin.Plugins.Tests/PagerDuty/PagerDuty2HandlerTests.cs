using System.Text;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.PagerDuty;

public sealed class PagerDuty2HandlerTests : IDisposable
{
    private const string Key = "0123-secret";

    private readonly HttpClient _http = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task Event_is_posted_byte_for_byte_with_its_links()
    {
        string? accept = null;
        await using var stand = await Stand.StartAsync(context =>
        {
            accept = context.Request.Headers.Accept;
            context.Response.StatusCode = 202;
            return Task.CompletedTask;
        });
        var handler = HandlerFor(stand, """
            {"links":[{"href":"http://x/{{ .ID }}?v={{ index .Fields \"v\" }}","text":"{{ .Name }} on {{ .Tags.host }} for {{ .Duration }}"},
            {"href":"http://y/{{ .Level }}"},{"href":"http://z","text":""}]}
            """);

        var delivery = await handler.HandleAsync(
            Events.Critical() with
            {
                Name = "cpu",
                Tags = new Dictionary<string, string> { ["host"] = "a" },
                Fields = new Dictionary<string, object?> { ["v"] = 31.5 },
                UnixNanoseconds = 1_577_836_802_123_456_789,
            },
            default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        accept.Should().Be("application/vnd.pagerduty+json;version=2");
        stand.Targets.Should().Equal("/pd2");
        stand.Bodies.Should().Equal(
            """
            {"routing_key":"0123-secret","event_action":"trigger","dedup_key":"cpu/a","payload":{"summary":"cpu/a is CRITICAL <31>\nrunbook",
            "source":"a","severity":"critical","timestamp":"2020-01-01T00:00:02.123456789Z","class":"cpu","component":"","group":"",
            "custom_details":{"result":{"series":[{"name":"cpu","values":[["2020-01-01T00:01:00Z",31]]}]}}},"images":null,
            "links":[{"href":"http://x/cpu/a?v=31.5","text":"cpu on a for 1m0s"},{"href":"http://y/CRITICAL","text":"http://y/CRITICAL"},
            {"href":"http://z","text":"http://z"}],"client":"tocsin","client_url":"http://server:9092/kapacitor/v1"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Recovery_sends_no_more_than_the_key()
    {
        await using var stand = await Stand.AnsweringAsync(202);

        await HandlerFor(stand, """{"routing-key":"team"}""").HandleAsync(Events.Critical() with { Level = AlertLevel.Ok }, default);

        stand.Bodies.Should().Equal("""{"routing_key":"team","dedup_key":"cpu/a","event_action":"resolve"}""" + "\n");
    }

    [Fact]
    public async Task Acknowledgement_sends_no_more_than_the_key()
    {
        await using var stand = await Stand.AnsweringAsync(202);

        await HandlerFor(stand).HandleAsync(Done(ActivityKind.Acknowledged), default);

        stand.Bodies.Should().Equal("""{"routing_key":"0123-secret","dedup_key":"cpu/a","event_action":"acknowledge"}""" + "\n");
    }

    [Theory]
    [InlineData(ActivityKind.Unacknowledged)]
    [InlineData(ActivityKind.Note)]
    [InlineData(ActivityKind.Incident)]
    public async Task What_cannot_be_said_is_not_sent(ActivityKind kind)
    {
        await using var stand = await Stand.AnsweringAsync(202);

        var delivery = await HandlerFor(stand).HandleAsync(Done(kind), default);

        delivery.Should().Be(Delivery.Done with { Reply = "not sent: PagerDuty's Events API takes acknowledgements only" });
        stand.Bodies.Should().BeEmpty();
    }

    [Theory]
    [InlineData(AlertLevel.Critical, """{"status":"success","dedup_key":"cpu/a"}""", "cpu/a")]
    [InlineData(AlertLevel.Critical, "accepted", null)]
    [InlineData(AlertLevel.Ok, """{"status":"success","dedup_key":"cpu/a"}""", null)]
    public async Task Trigger_names_the_incident_it_became(AlertLevel level, string reply, string? incident)
    {
        await using var stand = await Stand.AnsweringAsync(202, reply);

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical() with { Level = level }, default);

        delivery.Incident.Should().Be(incident is null ? null : new IncidentReference("pagerduty", incident));
    }

    private static AlertEvent Done(ActivityKind kind) => Events.Critical() with
    {
        Activity = new AlertActivity { Kind = kind, By = "dana", Text = "looking", System = "victorops", At = DateTimeOffset.UnixEpoch },
    };

    [Theory]
    [InlineData(AlertLevel.Info, "info")]
    [InlineData(AlertLevel.Warning, "warning")]
    [InlineData(AlertLevel.Critical, "critical")]
    public async Task Level_becomes_the_severity(AlertLevel level, string severity)
    {
        await using var stand = await Stand.AnsweringAsync(202);

        await HandlerFor(stand).HandleAsync(Events.Critical() with { Level = level }, default);

        stand.Bodies.Single().Should().Contain($"\"source\":\"unknown\",\"severity\":\"{severity}\"").And.Contain("\"links\":null");
    }

    [Theory]
    [InlineData("http://x/{{ .Nope }}", "x", "", "links.href", "Nope")]
    [InlineData("http://x/", "{{ if gt 1 .Name }}x{{ end }}", """{"href":"http://x/","text":"http://x/"},""", "links.text", "incompatible types")]
    public async Task Link_that_cannot_be_rendered_is_left_out_and_its_text_gives_way_to_the_address(
        string href, string text, string sent, string option, string told)
    {
        await using var stand = await Stand.AnsweringAsync(202);
        var handler = HandlerFor(stand, $$"""{"links":[{"href":"{{href}}","text":"{{text}}"},{"href":"http://good"}]}""");

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Bodies.Single().Should().Contain($"\"links\":[{sent}{{\"href\":\"http://good\",\"text\":\"http://good\"}}]");
        _log.Should().ContainSingle().Which.Should().StartWith($"PagerDuty: option '{option}' of the alert 'cpu/a': ").And.Contain(told);
    }

    [Theory]
    [InlineData("""{"links":[{"href":"http://x/{{ .ID"}]}""", "handler kind 'pagerduty2': option 'links[0].href': template: href:1: unclosed action")]
    [InlineData("""{"links":[{"href":"x"},{"href":"y","text":"{{ nope }}"}]}""", "handler kind 'pagerduty2': option 'links[1].text': template: text:1: function \"nope\" not defined")]
    [InlineData("""{"links":[{"text":"x"}]}""", "handler kind 'pagerduty2': option 'links[0]' needs the option 'href'")]
    [InlineData("""{"links":[{"href":5}]}""", "handler kind 'pagerduty2': option 'links[0].href' must be text, in quotes, not the number 5")]
    public void Bad_links_are_refused_where_they_are_defined(string options, string error)
    {
        Kind.TryCreate(ConfigJson.Parse(options), new HandlerServices { Http = _http }, new HandlerContext(), out _, out var told).Should().BeFalse();

        told!.Message.Should().StartWith(error);
    }

    [Fact]
    public async Task Data_that_is_too_large_is_left_out()
    {
        await using var stand = await Stand.AnsweringAsync(202);
        var data = Encoding.UTF8.GetBytes($$"""{"series":[{"name":"{{new string('n', 600_000)}}"}]}""");

        await HandlerFor(stand).HandleAsync(Events.Critical() with { Data = data }, default);

        stand.Bodies.Single().Should().Contain($"\"custom_details\":{{\"error\":\"The data, {data.Length} bytes, is more than PagerDuty takes.\"}}");
    }

    [Fact]
    public async Task Without_any_key_the_way_out_is_told()
    {
        var handler = new PagerDuty2Handler(new PagerDuty2Options(), new PagerDuty2Settings(), new HandlerContext(), _http, TimeProvider.System);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Contain("set 'routing-key' in the handler or in the section 'pagerduty2'");
    }

    public void Dispose() => _http.Dispose();

    private static HandlerKind Kind => HandlerKind.FromType(typeof(PagerDuty2Handler), "test");

    private IAlertHandler HandlerFor(Stand stand, string options = "{}")
    {
        var config = ConfigFile.Parse("services.yaml", $"pagerduty2: {{enabled: true, routing-key: {Key}, url: '{stand.Url}pd2'}}", _ => null);
        var services = new HandlerServices { Http = _http, Sections = config.Sections };
        var context = new HandlerContext { ServerUrl = new Uri("http://server:9092/kapacitor/v1"), Log = _log.Add };
        Kind.TryCreate(ConfigJson.Parse(options), services, context, out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        return handler!;
    }
}
