using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Http;

public sealed class SilencesApiTests : IAsyncLifetime
{
    private const string Silences = "//tocsin/v1/silences";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        foreach (var id in new[] { "cpu", "disk", "net" })
        {
            _api.Engine.Alerts.Topics.Publish("system", new AlertEvent
            {
                Topic = "", Id = id, Level = AlertLevel.Critical, UnixNanoseconds = 0, Message = id, Tags = new Dictionary<string, string> { ["host"] = "a" },
            });
        }

        await _api.Engine.Alerts.Topics.WhenCommitted();
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_silence_is_made_listed_shown_and_ended()
    {
        var made = await _api.SendAsync("POST", Silences, """{"matchers":["alert_id=cpu","host=~\"a|b\""],"handlers":["*/pager"],"until":"2999-01-01T00:00:00Z","comment":"new disk","by":"dana"}""");
        made.Status.Should().Be(200, made.Text);
        var id = made.At("silences.0.id");
        Guid.TryParse(id, out _).Should().BeTrue();

        var listed = await _api.SendAsync("GET", Silences);
        (listed.At("silences.0.id"), listed.At("silences.0.state"), listed.At("silences.0.matchers.1"), listed.At("silences.0.matching"), listed.At("silences.0.by"), listed.At("silences.0.comment"))
            .Should().Be((id, "active", "host=~\"a|b\"", "1", "dana", "new disk"));
        (await _api.SendAsync("GET", $"{Silences}/{id}")).At("windows.0.until").Should().Be("2999-01-01T00:00:00Z");
        var alert = await _api.SendAsync("GET", "//tocsin/v1/alerts?id=cpu");
        (alert.At("alerts.0.silenced.0.id"), alert.At("alerts.0.silenced.0.until"), alert.At("alerts.0.silenced.0.handlers.0")).Should().Be((id, "2999-01-01T00:00:00Z", "*/pager"));
        (await _api.SendAsync("GET", "//tocsin/v1/status")).At("silences.active").Should().Be("1");

        (await _api.SendAsync("DELETE", $"{Silences}/{id}")).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", $"{Silences}/{id}")).Status.Should().Be(409);
        (await _api.SendAsync("GET", Silences)).Json.GetProperty("silences").GetArrayLength().Should().Be(0);
        (await _api.SendAsync("GET", Silences + "?state=expired")).At("silences.0.ended").Should().NotBeEmpty();
    }

    [Fact]
    public async Task Hours_are_shown_in_both_zones()
    {
        (await _api.SendAsync("POST", Silences, "id: night\nmatchers: [topic=batch]\nwhen: { days: sun, from: \"01:00\", to: \"02:30\", zone: Europe/Berlin }\nfrom: 2999-03-01\n")).Status.Should().Be(200);

        var shown = await _api.SendAsync("GET", Silences + "/night");

        shown.At("state").Should().Be("pending");
        shown.Json.GetProperty("windows").GetArrayLength().Should().Be(5);
        (shown.At("windows.0.from"), shown.At("windows.0.local-from")).Should().Be(("2999-03-03T00:00:00Z", "2999-03-03 01:00 +01"));
    }

    [Theory]
    [InlineData("""{"matchers":["a=b"],"until":"2001-01-01"}""", "the silence would be over already: it ends at 2001-01-01")]
    [InlineData("""{"matchers":["a=~.*"],"until":"2999-01-01"}""", "would silence everything")]
    [InlineData("""{"matchers":["a=b"],"untl":"2999-01-01"}""", "did you mean 'until'?")]
    [InlineData("[]", "the body holds no silence: it needs matchers and until")]
    [InlineData("x", "a silence is a mapping with id, from, until")]
    public async Task A_silence_that_is_wrong_is_refused_with_what_is_wrong(string body, string error)
    {
        var reply = await _api.SendAsync("POST", Silences, body);

        (reply.Status, reply.At("error")).Should().Match<(int Status, string Error)>(answer => answer.Status == 400 && answer.Error.Contains(error));
    }

    [Fact]
    public async Task What_there_is_not_is_said_with_the_nearest_name()
    {
        await _api.SendAsync("POST", Silences, """{"id":"night-batch","matchers":["a=b"],"until":"2999-01-01"}""");

        (await _api.SendAsync("GET", Silences + "/night-bach")).At("error").Should().Be("unknown silence: \"night-bach\"; did you mean 'night-batch'?");
        (await _api.SendAsync("DELETE", Silences + "/x")).Status.Should().Be(404);
        (await _api.SendAsync("GET", Silences + "?state=activ")).At("error").Should().Contain("did you mean 'active'?");
        (await _api.SendAsync("GET", Silences + "?stat=active")).At("error").Should().Contain("did you mean 'state'?");
    }

    [Fact]
    public async Task What_matches_nothing_or_most_is_warned_of()
    {
        (await _api.SendAsync("POST", Silences, """{"id":"a","matchers":["alertname=\"a=~(\""],"until":"2999-01-01"}""")).At("warnings.0").Should().Be("silence a: it matches nothing that is open now");
        (await _api.SendAsync("POST", Silences, """{"id":"b","matchers":["host=a"],"until":"2999-01-01"}""")).At("warnings.0").Should().Be("silence b: it matches 3 of the 3 alerts that are open");
    }
}
