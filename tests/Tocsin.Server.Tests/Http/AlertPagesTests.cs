using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Http;

public sealed class AlertPagesTests : IAsyncLifetime
{
    private const string Alerts = "//tocsin/v1/alerts";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        foreach (var (id, level, host) in new[] { ("a", AlertLevel.Warning, "web"), ("b", AlertLevel.Critical, "web"), ("c", AlertLevel.Critical, "db"), ("d", AlertLevel.Info, "db") })
            Raise(id, level, host);
        await _api.Engine.Alerts.Topics.WhenCommitted();
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Pages_lead_from_one_to_the_next()
    {
        var (ids, next) = (new List<string>(), "");
        do
        {
            var page = await _api.SendAsync("GET", $"{Alerts}?limit=3&after={next}");
            page.At("totals.all").Should().Be("4");
            ids.AddRange(page.Json.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()!));
            next = page.At("next");
        }
        while (next.Length > 0);

        ids.Should().Equal("b", "c", "a", "d");
    }

    [Fact]
    public async Task Rows_have_what_a_list_shows_and_nothing_long()
    {
        Raise("long", AlertLevel.Critical, new string('h', 500), new string('m', 1_000_000), tags: 200);
        await _api.SendAsync("POST", "//tocsin/v1/silences", """{"matchers":["alert_id=b"],"until":"2999-01-01T00:00:00Z","by":"dana"}""");
        await _api.SendAsync("POST", Alerts + "/acknowledge", """{"topic":"t","id":"b","by":"lee"}""");

        var page = await _api.SendAsync("GET", Alerts + "?limit=9&sort=id");

        page.Bytes.Length.Should().BeLessThan(20_000);
        (page.At("alerts.1.id"), page.At("alerts.1.acknowledged.by"), page.At("alerts.1.silenced.0.by"), page.At("alerts.1.tags.host")).Should().Be(("b", "lee", "dana", "web"));
        (page.At("alerts.4.id"), page.At("alerts.4.message").Length, page.At("alerts.4.more-tags")).Should().Be(("long", 300, "181"));
    }

    [Fact]
    public async Task Folds_are_listed_in_the_place_of_alerts_and_opened_by_their_key()
    {
        var folded = await _api.SendAsync("GET", Alerts + "?group=host");

        (folded.At("fold-count"), folded.At("folds.0.key"), folded.At("folds.0.totals.critical"), folded.At("folds.1.key")).Should().Be(("2", "web", "1", "db"));
        (await IdsAsync("?group=host&fold=db")).Should().Be("c d");
        (await IdsAsync("?q=web&limit=9")).Should().Be("b a");
        (await IdsAsync("?q=critical&topic=t&acknowledged=false&limit=1")).Should().Be("b");
    }

    [Theory]
    [InlineData("?limit=0", "limit is a number from 1 to 500, not '0'")]
    [InlineData("?limit=501", "limit is a number from 1 to 500, not '501'")]
    [InlineData("?sort=loud", "sort is worst, newest, oldest, topic, id, not 'loud'")]
    [InlineData("?after=x", "after is the \"next\" of the page before, not 'x'")]
    [InlineData("?after=MQox", "after is the \"next\" of the page before, not 'MQox'")]
    [InlineData("?fold=x", "fold needs a group: topic, task or the name of a tag")]
    [InlineData("?limit=5&level=OK", "a list by pages has what is open only: leave out level, or the parameters of pages")]
    [InlineData("?limits=5", "there is no parameter 'limits'; did you mean 'limit'?")]
    [InlineData("/noise?days=0", "days is a number from 1 to 90, not '0'")]
    public async Task What_cannot_be_asked_is_named(string query, string error)
    {
        var reply = await _api.SendAsync("GET", Alerts + query);

        (reply.Status, reply.Error).Should().Be((400, error));
    }

    [Fact]
    public async Task A_story_is_the_explanation_with_the_long_text()
    {
        var story = await _api.SendAsync("GET", Alerts + "/story?topic=t&id=b");

        (story.At("alerts.0.id"), story.At("details"), story.Json.GetProperty("deliveries").GetArrayLength()).Should().Be(("b", "<b>details</b>", 0));
        (await _api.SendAsync("GET", Alerts + "/story?topic=t&id=bb")).Error.Should().Be("topic \"t\" knows no alert \"bb\"; did you mean 'b'?");
    }

    [Fact]
    public async Task Details_are_shown_as_the_page_they_are_with_nothing_allowed()
    {
        var details = await _api.SendAsync("GET", Alerts + "/details?topic=t&id=b");

        (details.Status, details.Text, details.Headers["Content-Type"], details.Headers["X-Content-Type-Options"]).Should().Be((200, "<b>details</b>", "text/html; charset=utf-8", "nosniff"));
        details.Headers["Content-Security-Policy"].Should().Be("default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'");
    }

    [Fact]
    public async Task Noise_is_what_handlers_were_notified_of()
    {
        using var file = new TempFolder();
        var log = JsonSerializer.Serialize(Path.Combine(file.Path, "alerts.log"));
        await _api.SendAsync("POST", "/alerts/topics/t/handlers", $$$"""{"id":"file","kind":"log","options":{"path":{{{log}}}}}""");
        foreach (var level in new[] { AlertLevel.Critical, AlertLevel.Ok, AlertLevel.Critical, AlertLevel.Ok })
            Raise("flaps", level, "web");
        Raise("once", AlertLevel.Info, "web");
        (await _api.SendAsync("POST", "//tocsin/v1/drills", """{"name":"t"}""")).At("deliveries.0.outcome").Should().Be("delivered", "a drill is no noise");
        await _api.Engine.Alerts.Topics.WhenCommitted();
        await _api.Engine.Alerts.Outbox.SettleAsync(TimeSpan.FromSeconds(20), default);
        await _api.SendAsync("POST", Alerts + "/acknowledge", """{"topic":"t","id":"once","by":"dana"}""");

        var noise = await _api.SendAsync("GET", Alerts + "/noise?days=1");

        (noise.At("pages"), noise.Json.GetProperty("hours").EnumerateArray().Sum(hour => hour.GetInt64())).Should().Be(("3", 3));
        (noise.At("alerts.0.id"), noise.At("alerts.0.topic"), noise.At("alerts.0.pages"), noise.At("alerts.0.flaps"), noise.At("alerts.0.acknowledged")).Should().Be(("flaps", "t", "2", "2", "False"));
        (noise.At("alerts.1.id"), noise.At("alerts.1.critical"), noise.At("alerts.1.acknowledged")).Should().Be(("once", "0", "True"));
    }

    private async Task<string> IdsAsync(string query) =>
        string.Join(' ', (await _api.SendAsync("GET", Alerts + query)).Json.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()));

    private void Raise(string id, AlertLevel level, string host, string? message = null, int tags = 0) => _api.Engine.Alerts.Topics.Publish("t", new AlertEvent
    {
        Topic = "t",
        Id = id,
        Level = level,
        Message = message ?? $"{id} is {level.Text()}",
        Details = "<b>details</b>",
        UnixNanoseconds = 1_577_836_860_000_000_000,
        Tags = Enumerable.Range(0, tags).Select(i => KeyValuePair.Create($"x{i}", "v")).Prepend(KeyValuePair.Create("host", host)).ToDictionary(),
    });
}
