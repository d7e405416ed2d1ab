using System.Text;
using Tocsin.Plugins.CloudEvents;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.CloudEvents;

public sealed class CloudEventsSourceTests
{
    private const string Event = """
        {"specversion":"1.0","id":"b-17@1767225660","source":"urn:backup:node3","type":"backup.state","subject":"backup:db-02","time":"2026-01-01T00:01:00Z",
         "datacontenttype":"application/json","region":"eu","data":{"level":"CRITICAL","message":"backup failed","details":"disk full","minutes":12,"retried":true,
         "tags":{"host":"db-02"},"url":"https://backup.example/17"}}
        """;

    private readonly List<string> _log = [];

    [Fact]
    public void A_structured_event_tells_all_about_itself()
    {
        var alert = Read(Event, "application/cloudevents+json; charset=utf-8").Events.Should().ContainSingle().Which;

        alert.Id.Should().Be("backup:db-02");
        alert.DedupeKey.Should().Be("urn:backup:node3 b-17@1767225660");
        alert.Level.Should().Be(AlertLevel.Critical);
        alert.Message.Should().Be("backup failed");
        alert.Details.Should().Be("disk full");
        alert.Time.Should().Be(new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero));
        alert.Tags.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["source"] = "urn:backup:node3", ["type"] = "backup.state", ["subject"] = "backup:db-02", ["region"] = "eu", ["host"] = "db-02",
        });
        alert.Fields.Should().BeEquivalentTo(new Dictionary<string, object?> { ["minutes"] = 12.0, ["retried"] = true, ["url"] = "https://backup.example/17" });
        alert.Links.Should().Equal(new AlertLink("", "https://backup.example/17"));
    }

    [Fact]
    public void A_batch_is_read_and_what_is_not_understood_is_left_out()
    {
        var reading = Read($"[{Event},{{}},{Event.Replace("b-17", "b-18", StringComparison.Ordinal)}]", "application/cloudevents-batch+json");

        reading.Events.Should().HaveCount(2);
        _log.Should().Equal("an event of a batch is left out: the attribute id is missing");
        Read("[]", "application/cloudevents-batch+json").Events.Should().BeEmpty();
    }

    [Fact]
    public void Attributes_may_stand_in_headers()
    {
        var request = Binary("""{"level":"warning"}""", ("ce-subject", "Z%C3%BCrich%20line"), ("Ce-Region", "eu"), ("Content-Type", "application/json"));

        var alert = Source().Read(request).Events.Single();

        alert.Id.Should().Be("Zürich line");
        alert.Level.Should().Be(AlertLevel.Warning);
        alert.Message.Should().Be("backup.state: Zürich line");
        alert.Tags.Should().Contain("region", "eu");
    }

    [Fact]
    public void Without_a_subject_the_id_is_the_alerts() => Source().Read(Binary("""{"level":"ok"}""")).Events.Single().Id.Should().Be("b-17");

    [Fact]
    public void Data_may_be_a_text_or_coded()
    {
        var options = new CloudEventsOptions { Levels = new Dictionary<string, string> { ["backup.state"] = "warning" } };
        var text = Source(options).Read(Binary("backup\nfailed", ("Content-Type", "text/plain"))).Events.Single();
        var coded = Event[..Event.IndexOf("\"data\":", StringComparison.Ordinal)] + $"\"data_base64\":\"{Convert.ToBase64String("{\"level\":\"INFO\"}"u8)}\"}}";

        text.Message.Should().Be("backup failed");
        text.Level.Should().Be(AlertLevel.Warning);
        Read(coded, "application/cloudevents+json").Events.Single().Level.Should().Be(AlertLevel.Info);
    }

    [Fact]
    public void Types_without_a_level_take_the_one_that_is_configured()
    {
        const string Data = """{"message":"x"}""";

        Source().Read(Binary(Data)).Problem.Should().Be(
            "data.level is missing, and the options name no level for the type 'backup.state': add it to levels, or set default-level");
        Source(new CloudEventsOptions { DefaultLevel = AlertLevel.Info }).Read(Binary(Data)).Events.Single().Level.Should().Be(AlertLevel.Info);
        Source(new CloudEventsOptions { DefaultLevel = AlertLevel.Info, Levels = new Dictionary<string, string> { ["backup.state"] = "OK" } })
            .Read(Binary(Data)).Events.Single().Level.Should().Be(AlertLevel.Ok);
        Source(new CloudEventsOptions { DefaultLevel = AlertLevel.Info, TopicPerType = true }).Read(Binary(Data)).Events.Single().Topic.Should().Be("backup.state");
    }

    [Theory]
    [InlineData("id", "the attribute id is missing")]
    [InlineData("source", "the attribute source is missing")]
    [InlineData("type", "the attribute type is missing")]
    [InlineData("specversion", "the attribute specversion is missing")]
    public void Attributes_that_are_missing_are_named(string attribute, string problem) =>
        Read(Event.Replace($"\"{attribute}\":", $"\"x{attribute}\":", StringComparison.Ordinal), "application/cloudevents+json").Problem.Should().Be(problem);

    [Fact]
    public void Other_versions_and_levels_are_not_understood()
    {
        Read(Event.Replace("\"1.0\"", "\"0.3\"", StringComparison.Ordinal), "application/cloudevents+json").Problem.Should().Be("specversion is '0.3', not 1.0");
        Read(Event.Replace("\"CRITICAL\"", "\"bad\"", StringComparison.Ordinal), "application/cloudevents+json").Problem
            .Should().Be("data.level is 'bad', not OK, INFO, WARNING or CRITICAL");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("")]
    public void What_is_no_CloudEvent_is_malformed(string type) =>
        FluentActions.Invoking(() => Read(Event, type)).Should().Throw<FormatException>().WithMessage("there is neither a Content-Type *");

    [Theory]
    [InlineData("eventgrid.example", "120", "eventgrid.example", "120")]
    [InlineData("eventgrid.example", "", "eventgrid.example", null)]
    [InlineData("eventgrid.example", "many", "eventgrid.example", null)]
    [InlineData("evil\r\nX: y", "120", null, null)]
    [InlineData("", "", null, null)]
    public void A_sender_that_asks_gets_leave(string origin, string rate, string? allowedOrigin, string? allowedRate)
    {
        var request = new SourceRequest { Method = "OPTIONS", Headers = Headers(("WebHook-Request-Origin", origin), ("WebHook-Request-Rate", rate)) };

        var reply = Source().Read(request).Reply!; // Just answered.

        reply.Status.Should().Be(200);
        reply.Headers.GetValueOrDefault("WebHook-Allowed-Origin").Should().Be(allowedOrigin);
        reply.Headers.GetValueOrDefault("WebHook-Allowed-Rate").Should().Be(allowedRate);
    }

    [Fact]
    public void Senders_that_are_not_listed_get_no_leave()
    {
        var source = Source(new CloudEventsOptions { AllowedOrigins = ["a.example"], AllowedRate = 10 });
        var request = new SourceRequest { Method = "OPTIONS" };

        source.Read(request with { Headers = Headers(("WebHook-Request-Origin", "b.example")) }).Reply!.Headers.Should().NotContainKey("WebHook-Allowed-Origin");
        source.Read(request with { Headers = Headers(("WebHook-Request-Origin", "A.example"), ("WebHook-Request-Rate", "999")) }).Reply!.Headers
            .Should().Contain("WebHook-Allowed-Rate", "10");
    }

    [Fact]
    public async Task An_event_told_twice_is_one()
    {
        await using var rig = await SourceRig.StartAsync(
            "{ id: c, kind: cloudevents, topic: backups, auth: { query: { access_token: s3cret } } }",
            new RigSettings { Time = new FixedTime(Requests.Received) }, typeof(CloudEventsSource));
        var post = await rig.HandleAsync("backups", "post", """{"url":"http://receiver.test/hook"}""");
        var request = Requests.Json(Event) with { Headers = Headers(("Content-Type", "application/cloudevents+json")) };

        (await rig.SendAsync("c", request)).Reply.Status.Should().Be(401);
        request = request with { Query = [new("access_token", "s3cret")] };
        (await rig.SendAsync("c", request)).Reply.Status.Should().Be(202);
        (await rig.SendAsync("c", request)).Reply.Status.Should().Be(202);

        (await rig.HandledAsync(post)).Should().ContainSingle().Which.Id.Should().Be("backup:db-02");
    }

    [Fact]
    public void Wrong_options_are_told() =>
        new CloudEventsOptions { Levels = new Dictionary<string, string> { ["t"] = "bad" }, AllowedRate = -1 }.Check().Select(problem => problem.Option)
            .Should().Equal("levels", "allowed-rate");

    [Fact]
    public void Hostile_bodies_harm_nothing()
    {
        foreach (var type in new[] { "application/cloudevents+json", "application/cloudevents-batch+json", "application/json", "" })
        {
            HostileBodies.ShouldBeWithstoodBy(
                Source(), Requests.Json(Event) with { Headers = Headers(("Content-Type", type), ("ce-id", "%zz%ff"), ("ce-specversion", "1.0"), ("ce-source", "s"), ("ce-type", "t")) });
        }
    }

    private SourceReading Read(string body, string type) =>
        Source().Read(new SourceRequest { Headers = Headers(("Content-Type", type)), Body = Encoding.UTF8.GetBytes(body), Received = Requests.Received });

    private CloudEventsSource Source(CloudEventsOptions? options = null) => new(options ?? new CloudEventsOptions(), new SourceContext { Log = _log.Add });

    private static SourceRequest Binary(string body, params (string Name, string Value)[] more) => new()
    {
        Headers = Headers([("ce-id", "b-17"), ("ce-source", "urn:backup:node3"), ("ce-type", "backup.state"), ("ce-specversion", "1.0"), .. more]),
        Body = Encoding.UTF8.GetBytes(body),
        Received = Requests.Received,
    };

    private static Dictionary<string, string> Headers(params (string Name, string Value)[] headers) =>
        headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
}
