using System.Globalization;
using System.Diagnostics;

namespace Tocsin.Server.Tests.Http;

public sealed class LedgerApiTests : IAsyncLifetime
{
    private const string Ledger = "//tocsin/v1/ledger";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Who_was_told_what_is_listed_newest_first_and_found_by_each_filter()
    {
        await RaiseAsync("nowhere");

        var all = await PollAsync(Ledger, entries: 2);
        (all.At("entries.0.number"), all.At("entries.1.number")).Should().Be(("2", "1"));
        (all.At("entries.0.handler"), all.At("entries.0.outcome"), all.At("entries.0.id"), all.At("entries.0.level"), all.At("entries.0.previous-level"))
            .Should().Be(("sys/h", "refused", "m:nil", "OK", "CRITICAL"));
        (all.At("entries.0.message"), all.At("entries.0.time"), all.At("entries.0.attempts")).Should().Be(("m:nil is OK", "1970-01-01T00:00:02Z", "1"));
        all.At("entries.0.reason").Should().StartWith("status 404");
        all.At("entries.0.key").Should().NotBe(all.At("entries.1.key"));
        DateTimeOffset.Parse(all.At("entries.0.raised"), CultureInfo.InvariantCulture)
            .Should().BeOnOrBefore(DateTimeOffset.Parse(all.At("entries.0.ended"), CultureInfo.InvariantCulture));

        foreach (var (query, count) in new[]
        {
            ("?topic=sys", 2), ("?topic=other", 0), ("?handler=h&topic=sys", 2), ("?handler=x", 0), ("?id=m:nil", 2), ("?id=m", 0), ("?outcome=refused", 2),
            ("?outcome=delivered", 0), ("?since=1h", 2), ("?until=1h", 0), ("?since=2020-01-01T00:00:00Z", 2), ("?until=2020-01-01T02:00:00+02:00", 0),
            ("?limit=1", 1), ("?before=2", 1), ("?before=1", 0), ("?id=m:nil&outcome=owed", 0),
        })
        {
            var found = await _api.SendAsync("GET", Ledger + query);
            (query, found.Status, found.Json.GetProperty("entries").GetArrayLength()).Should().Be((query, 200, count));
        }
    }

    [Fact]
    public async Task What_is_still_owed_of_an_alert_stands_before_what_has_ended()
    {
        // Nobody listens at this port: it belongs to no server.
        await RaiseAsync("nowhere", "http://127.0.0.1:1/");

        var owed = await PollAsync(Ledger + "?id=m:nil", entries: 2, reply => reply.At("entries.1.reason").Length > 0);

        (owed.At("entries.1.outcome"), owed.At("entries.1.handler"), owed.At("entries.1.level")).Should().Be(("owed", "sys/h", "CRITICAL"));
        (owed.At("entries.0.outcome"), owed.At("entries.0.attempts"), owed.At("entries.0.reason")).Should().Be(("owed", "0", ""));
        owed.Text.Should().NotContain("ended").And.NotContain("\"number\"");
        (await _api.SendAsync("GET", Ledger + "?id=m:nil&outcome=refused")).Json.GetProperty("entries").GetArrayLength().Should().Be(0);
        (await _api.SendAsync("GET", Ledger)).Json.GetProperty("entries").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("?outcome=refusd", "there is no outcome 'refusd'; did you mean 'refused'?")]
    [InlineData("?outcome=owed", "what is owed is listed for one alert: add its id; /tocsin/v1/deliveries shows how much each handler is owed")]
    [InlineData("?since=yesterday", "since must be a time such as 2026-01-31T12:00:00Z, or how long ago, such as 1h30m; 'yesterday' is neither")]
    [InlineData("?until=-1h", "until must be a time such as 2026-01-31T12:00:00Z, or how long ago, such as 1h30m; '-1h' is neither")]
    [InlineData("?limit=0", "limit must be a whole number from 1 to 1000, not '0'")]
    [InlineData("?limit=1001", "limit must be a whole number from 1 to 1000, not '1001'")]
    [InlineData("?before=x", "before must be a whole number from 1, not 'x'")]
    [InlineData("?hander=h", "there is no parameter 'hander'; did you mean 'handler'?")]
    public async Task What_cannot_be_asked_is_named(string query, string error)
    {
        var reply = await _api.SendAsync("GET", Ledger + query);

        (reply.Status, reply.Error).Should().Be((400, error));
    }

    private async Task RaiseAsync(string path, string? server = null)
    {
        var handler = $$$"""{"id":"h","kind":"post","options":{"url":"{{{server ?? _api.Address.ToString()}}}{{{path}}}"}}""";
        (await _api.SendAsync("POST", "/alerts/topics/sys/handlers", handler)).Status.Should().Be(200);
        await _api.DefineAsync("t", "stream|from().measurement('m')|alert().crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        (await _api.WriteAsync("m v=5 1000000000")).Status.Should().Be(204);
        (await _api.WriteAsync("m v=0 2000000000")).Status.Should().Be(204);
    }

    private async Task<ApiReply> PollAsync(string path, int entries, Func<ApiReply, bool>? isThere = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var reply = await _api.SendAsync("GET", path);
            if (reply.Json.GetProperty("entries").GetArrayLength() == entries && isThere?.Invoke(reply) != false)
                return reply;
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), "{0} must come to it, but is still {1}", path, reply.Text);
        }
    }
}
