using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Http;

public sealed class AlertsApiTests : IAsyncLifetime
{
    private const string Alerts = "//tocsin/v1/alerts";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        Raise("system", "cpu:host=a", AlertLevel.Critical);
        Raise("system", "cpu:host=b", AlertLevel.Warning);
        Raise("system", "fine", AlertLevel.Ok);
        Raise("other", "disk", AlertLevel.Info);
        await _api.Engine.Alerts.Topics.WhenCommitted();
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Open_alerts_are_listed_and_found_by_each_parameter()
    {
        await PostAsync("acknowledge", """{"topic":"system","id":"cpu:host=a"}""");

        foreach (var (query, ids) in new[]
        {
            ("", "disk cpu:host=a cpu:host=b"), ("?level=OK", "disk cpu:host=a cpu:host=b fine"), ("?level=WARNING", "cpu:host=a cpu:host=b"), ("?topic=system", "cpu:host=a cpu:host=b"),
            ("?topic=sys*&level=critical", "cpu:host=a"), ("?topic=x*", ""), ("?id=cpu:host=b", "cpu:host=b"), ("?id=*b", "cpu:host=b"), ("?acknowledged=true", "cpu:host=a"),
            ("?acknowledged=false", "disk cpu:host=b"),
        })
        {
            var reply = await _api.SendAsync("GET", Alerts + query);
            (query, reply.Status, string.Join(' ', reply.Json.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()))).Should().Be((query, 200, ids));
        }
    }

    [Fact]
    public async Task An_alert_shows_all_that_is_known_of_it()
    {
        var reply = await PostAsync("acknowledge", """{"topic":"system","id":"cpu:host=a","by":"dana","message":"looking"}""");
        (reply.Status, reply.At("recorded"), reply.At("alert.acknowledged.by")).Should().Be((200, "True", "dana"));
        (await PostAsync("acknowledge", """{"topic":"system","id":"cpu:host=a","by":"dana","message":"looking"}""")).At("recorded").Should().Be("False");
        (await PostAsync("note", """{"topic":"system","id":"cpu:host=a","by":"dana","message":"disk is full"}""")).At("recorded").Should().Be("True");
        _api.Engine.Alerts.Activities.Record("system", "cpu:host=a", new AlertActivity
        {
            Kind = ActivityKind.Incident, System = "pagerduty", Incident = new IncidentReference("pagerduty", "P1", "https://pd.example/P1"), At = DateTimeOffset.UnixEpoch,
        });
        await _api.Engine.Alerts.Topics.WhenCommitted();

        var alert = await _api.SendAsync("GET", Alerts + "/activity?topic=system&id=cpu:host=a");

        (alert.At("alert.level"), alert.At("alert.since"), alert.At("alert.time"), alert.At("alert.message"), alert.At("alert.task"), alert.At("alert.tags.host"))
            .Should().Be(("CRITICAL", "2020-01-01T00:00:00Z", "2020-01-01T00:01:00Z", "cpu:host=a is CRITICAL", "cpu", "a"));
        (alert.At("alert.acknowledged.by"), alert.At("alert.acknowledged.system"), alert.At("alert.acknowledged.level"), alert.At("alert.acknowledged.message"))
            .Should().Be(("dana", "tocsin", "CRITICAL", "looking"));
        (alert.At("alert.incidents.0.system"), alert.At("alert.incidents.0.id"), alert.At("alert.incidents.0.url")).Should().Be(("pagerduty", "P1", "https://pd.example/P1"));
        (alert.At("alert.links.0.text"), alert.At("alert.links.0.href")).Should().Be(("runbook", "https://wiki.example/cpu"));
        alert.Json.GetProperty("activities").EnumerateArray().Select(activity => activity.GetProperty("kind").GetString())
            .Should().Equal("incident", "note", "acknowledged");
        (alert.At("activities.0.incident.id"), alert.At("activities.0.at"), alert.At("activities.1.message"), alert.At("activities.2.by"), alert.At("activities.2.system"))
            .Should().Be(("P1", "1970-01-01T00:00:00Z", "disk is full", "dana", "tocsin"));
    }

    [Fact]
    public async Task An_acknowledgement_is_taken_back()
    {
        await PostAsync("acknowledge", """{"topic":"system","id":"cpu:host=a"}""");

        var reply = await PostAsync("unacknowledge", """{"topic":"system","id":"cpu:host=a","by":"dana"}""");

        (reply.Status, reply.At("recorded"), reply.At("alert.acknowledged")).Should().Be((200, "True", ""));
        (await PostAsync("unacknowledge", """{"topic":"system","id":"cpu:host=a"}""")).At("recorded").Should().Be("False");
    }

    [Fact]
    public async Task The_peers_answers_stay_as_they_are()
    {
        var topic = (await _api.SendAsync("GET", "/alerts/topics/system")).Text;
        var events = (await _api.SendAsync("GET", "/alerts/topics/system/events")).Text;

        await PostAsync("acknowledge", """{"topic":"system","id":"cpu:host=a"}""");

        (await _api.SendAsync("GET", "/alerts/topics/system")).Text.Should().Be(topic);
        (await _api.SendAsync("GET", "/alerts/topics/system/events")).Text.Should().Be(events);
    }

    [Theory]
    [InlineData("?topic=sistem", 404, "unknown topic: \"sistem\"; did you mean 'system'?")]
    [InlineData("?topic=[", 400, "invalid pattern: syntax error in pattern")]
    [InlineData("?level=loud", 400, "unknown alert level 'loud'; levels are OK, INFO, WARNING and CRITICAL")]
    [InlineData("?acknowledged=yes", 400, "acknowledged must be true or false, not 'yes'")]
    [InlineData("?topics=system", 400, "there is no parameter 'topics'; did you mean 'topic'?")]
    [InlineData("/activity?topic=system", 400, "an alert is named by its topic and its id")]
    [InlineData("/activity?topic=system&id=cpu:host=aa", 404, "topic \"system\" knows no alert \"cpu:host=aa\"; did you mean 'cpu:host=a'?")]
    [InlineData("/activity?topic=system&id=disk", 404, "topic \"system\" knows no alert \"disk\"; topic \"other\" does")]
    [InlineData("/activity?topic=othr&id=disk", 404, "unknown topic: \"othr\"; did you mean 'other'?")]
    public async Task What_cannot_be_asked_is_named(string query, int status, string error)
    {
        var reply = await _api.SendAsync("GET", Alerts + query);

        (reply.Status, reply.Error).Should().Be((status, error));
    }

    [Theory]
    [InlineData("acknowledge", """{"topic":"system","id":"fine"}""", 409, "alert \"fine\" in topic \"system\" is OK: there is nothing to acknowledge")]
    [InlineData("acknowledge", """{"topic":"system","id":"zzzzzzzz"}""", 404, "topic \"system\" knows no alert \"zzzzzzzz\"")]
    [InlineData("acknowledge", """{"topic":"system"}""", 400, "an alert is named by its topic and its id")]
    [InlineData("note", """{"topic":"system","id":"cpu:host=a"}""", 400, "a note needs a message")]
    [InlineData("note", """{"topic":"system","id":"cpu:host=a","text":"x"}""", 400, "there is no key 'text'; known are topic, id, by, message")]
    [InlineData("note", """{"topic":"system","id":"cpu:host=a","message":5}""", 400, "invalid JSON: message is a string, not 5")]
    [InlineData("acknowledge", "[]", 400, "invalid JSON: the body is not an object")]
    public async Task What_cannot_be_done_is_named(string action, string body, int status, string error)
    {
        var reply = await PostAsync(action, body);

        (reply.Status, reply.Error).Should().Be((status, error));
    }

    private Task<ApiReply> PostAsync(string action, string body) => _api.SendAsync("POST", $"{Alerts}/{action}", body);

    private void Raise(string topic, string id, AlertLevel level) => _api.Engine.Alerts.Topics.Publish(topic, new AlertEvent
    {
        Topic = topic,
        Id = id,
        Level = level,
        Message = $"{id} is {level.Text()}",
        UnixNanoseconds = 1_577_836_860_000_000_000,
        DurationNanoseconds = 60_000_000_000,
        TaskName = "cpu",
        Tags = new Dictionary<string, string> { ["host"] = "a" },
        Links = [new AlertLink("runbook", "https://wiki.example/cpu")],
    });
}
