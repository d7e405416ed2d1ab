using Microsoft.AspNetCore.Http;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Plugins.Rootly;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Rootly;

public sealed class RootlyHandlerTests : IDisposable
{
    private const string NoAlerts = """{"data":[],"links":{"next":null}}""";

    private static readonly AlertEvent Recovery = Events.Critical() with { Level = AlertLevel.Ok, Message = "cpu/a is OK" };

    private readonly HttpClient _http = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task Problem_creates_an_alert()
    {
        await using var rootly = await RootlyAsync();
        var options = """
            {"notification-target-type":"group","notification-target-id":"g1","service-ids":["s1"],"labels":{"owner":"dana","level":"high"},
             "urgencies":{"Critical":"u1"},"external-url":"http://wiki/{{ .Name }}"}
            """;

        var delivery = await HandlerFor(rootly, options).HandleAsync(Events.Critical() with { Name = "cpu", Tags = new Dictionary<string, string> { ["host"] = "a" } }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        rootly.Requests[^1].Headers.Should().Contain("Authorization: Bearer rootly-secret").And.Contain("Content-Type: application/vnd.api+json");
        rootly.Targets[^1].Should().Be("/v1/alerts");
        rootly.Bodies[^1].Should().Be(
            """
            {"data":{"type":"alerts","attributes":{"source":"generic_webhook","status":"triggered","external_id":"cpu/a","deduplication_key":"cpu/a",
            "started_at":"2020-01-01T00:00:00Z","summary":"cpu/a is CRITICAL <31>","description":"cpu/a is CRITICAL <31>\nrunbook",
            "external_url":"http://wiki/cpu","alert_urgency_id":"u1","labels":[{"key":"host","value":"a"},{"key":"level","value":"high"},
            {"key":"owner","value":"dana"},{"key":"severity","value":"critical"},{"key":"task","value":"cpu"}],
            "data":{"level":"CRITICAL","previous_level":"WARNING","sender":"tocsin",
            "result":{"series":[{"name":"cpu","values":[["2020-01-01T00:01:00Z",31]]}]}},
            "service_ids":["s1"],"notification_target_type":"Group","notification_target_id":"g1"}}}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Alert_that_is_open_already_is_brought_up_to_date()
    {
        await using var rootly = await RootlyAsync(("triggered", 1, Page("a-7", "cpu/a")));

        var delivery = await HandlerFor(rootly).HandleAsync(Events.Critical(), default);

        delivery.Incident.Should().Be(new IncidentReference("rootly", "a-7"));
        rootly.Requests.Should().HaveCount(2);
        rootly.Requests[^1].Method.Should().Be("PATCH");
        rootly.Targets[^1].Should().Be("/v1/alerts/a-7");
        rootly.Bodies[^1].Should().StartWith("""{"data":{"type":"alerts","attributes":{"summary":"cpu/a is CRITICAL <31>",""").And.NotContain("external_id");
    }

    [Fact]
    public async Task Recovery_resolves_the_alert_wherever_in_the_list_it_is()
    {
        await using var rootly = await RootlyAsync(
            ("triggered", 1, Page("a-1", "other")),
            ("acknowledged", 1, """{"data":[{"id":"a-2","attributes":{"external_id":null}}],"links":{"next":"http://elsewhere/"}}"""),
            ("acknowledged", 2, Page("a-3", "cpu/a")));

        var delivery = await HandlerFor(rootly, """{"resolve-incidents":true}""").HandleAsync(Recovery, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        rootly.Targets[^1].Should().Be("/v1/alerts/a-3/resolve");
        rootly.Bodies[^1].Should().Be(
            """{"data":{"type":"alerts","attributes":{"resolution_message":"cpu/a is OK","resolve_related_incidents":true}}}""" + "\n");
    }

    [Fact]
    public async Task Recovery_that_asks_for_it_acknowledges_the_alert_and_leaves_it_open()
    {
        await using var rootly = await RootlyAsync(("triggered", 1, Page("a-3", "cpu/a")));

        var delivery = await HandlerFor(rootly).HandleAsync(Recovery with { Tags = new Dictionary<string, string> { ["recovery"] = "acknowledge" } }, default);

        delivery.Incident.Should().Be(new IncidentReference("rootly", "a-3"));
        rootly.Targets[^1].Should().Be("/v1/alerts/a-3/acknowledge");
        rootly.Bodies[^1].Should().Be("""{"data":{"type":"alerts","attributes":{}}}""" + "\n");
    }

    [Fact]
    public async Task Recovery_without_an_alert_is_done()
    {
        await using var rootly = await RootlyAsync();

        var delivery = await HandlerFor(rootly).HandleAsync(Recovery, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        rootly.Requests.Should().OnlyContain(r => r.Method == "GET");
    }

    [Fact]
    public async Task Text_that_cannot_be_filled_in_gives_way_to_the_usual_one()
    {
        await using var rootly = await RootlyAsync();

        await HandlerFor(rootly, """{"summary":"{{ gt 1 .Name }}"}""").HandleAsync(Events.Critical(), default);

        rootly.Bodies[^1].Should().Contain("\"summary\":\"cpu/a is CRITICAL <31>\"");
        _log.Should().ContainSingle().Which.Should().StartWith("Rootly: option 'summary' of the alert 'cpu/a': template: summary:1:");
    }

    [Theory]
    [InlineData("""{"urgencies":{"ok":"u"}}""", "option 'urgencies': 'ok' isn't a level that has an urgency; use info, warning or critical")]
    [InlineData("""{"notification-target-type":"team"}""", "option 'notification-target-type' must be one of user, group, escalation-policy, service, not the text \"team\"")]
    public void Bad_options_are_refused_where_they_are_defined(string options, string error)
    {
        Kind.TryCreate(ConfigJson.Parse(options), new HandlerServices { Http = _http }, new HandlerContext(), out _, out var told).Should().BeFalse();

        told!.Message.Should().Be("handler kind 'rootly': " + error);
    }

    public void Dispose() => _http.Dispose();

    private static HandlerKind Kind => HandlerKind.FromType(typeof(RootlyHandler), "test");

    private static string Page(string id, string externalId) =>
        $$$"""{"data":[{"id":"{{{id}}}","type":"alerts","attributes":{"external_id":"{{{externalId}}}"}}],"links":{"next":null}}""";

    private static Task<Stand> RootlyAsync(params (string Status, int Page, string Json)[] pages) => Stand.StartAsync(async context =>
    {
        var query = context.Request.Query;
        var page = pages.FirstOrDefault(p => p.Status == query["filter[status]"] && $"{p.Page}" == query["page[number]"]).Json ?? NoAlerts;
        await context.Response.WriteAsync(context.Request.Method == "GET" ? page : """{"data":{"id":"a-1"}}""");
    });

    private IAlertHandler HandlerFor(Stand stand, string options = "{}")
    {
        var config = ConfigFile.Parse("services.yaml", $"rootly: {{enabled: true, token: rootly-secret, url: '{stand.Url}v1'}}", _ => null);
        var services = new HandlerServices { Http = _http, Sections = config.Sections };
        Kind.TryCreate(ConfigJson.Parse(options), services, new HandlerContext { Log = _log.Add }, out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        return handler!; // Just found to be made.
    }
}
