using System.Diagnostics;

namespace Tocsin.Server.Tests.Http;

public sealed class DeliveriesApiTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task What_a_handler_refuses_is_listed_shown_resent_and_dropped()
    {
        await RaiseRefusedAlertAsync();

        var list = await DeadLettersAsync(count: 1);
        (list.At("dead-letters.0.handler"), list.At("dead-letters.0.event.id"), list.At("dead-letters.0.event.level"))
            .Should().Be(("sys/h", "m:nil", "CRITICAL"));
        list.At("dead-letters.0.reason").Should().StartWith("status 404");
        var number = list.At("dead-letters.0.number");
        var letter = await _api.SendAsync("GET", $"//tocsin/v1/dead-letters/{number}");
        letter.At("event.data.series.0.name").Should().Be("m");

        // Sent again, it is refused again, and has another number.
        (await _api.SendAsync("POST", $"//tocsin/v1/dead-letters/{number}/resend")).Status.Should().Be(204);
        var again = await DeadLettersAsync(count: 1, except: number);

        (await _api.SendAsync("DELETE", $"//tocsin/v1/dead-letters/{again.At("dead-letters.0.number")}")).Status.Should().Be(204);
        await DeadLettersAsync(count: 0);
    }

    [Fact]
    public async Task Handlers_tell_what_they_did()
    {
        await RaiseRefusedAlertAsync();

        var reply = await PollAsync("//tocsin/v1/deliveries", reply => reply.At("handlers.0.dead") == "1" && reply.At("dead-letters") == "1");

        (reply.At("handlers.0.handler"), reply.At("handlers.0.delivered"), reply.At("handlers.0.failed"), reply.At("handlers.0.dead"))
            .Should().Be(("sys/h", "0", "1", "1"));
        reply.At("handlers.0.state").Should().Be("refused");
    }

    [Fact]
    public async Task A_letter_whose_handler_is_gone_is_kept()
    {
        await RaiseRefusedAlertAsync();
        var number = (await DeadLettersAsync(count: 1)).At("dead-letters.0.number");
        await _api.SendAsync("DELETE", "/alerts/topics/sys/handlers/h");

        var refused = await _api.SendAsync("POST", $"//tocsin/v1/dead-letters/{number}/resend");

        refused.Status.Should().Be(409);
        refused.Error.Should().Contain("sys/h").And.Contain("does not exist any more");
        await DeadLettersAsync(count: 1);
    }

    [Theory]
    [InlineData("GET", "//tocsin/v1/dead-letters/17", 404, "there is no dead letter 17")]
    [InlineData("POST", "//tocsin/v1/dead-letters/17/resend", 404, "there is no dead letter 17")]
    [InlineData("DELETE", "//tocsin/v1/dead-letters/17", 404, "there is no dead letter 17")]
    [InlineData("GET", "//tocsin/v1/dead-letters/x", 400, "'x' is not a number")]
    [InlineData("GET", "//tocsin/v1/dead-letters?after=-1", 400, "'-1' is not a number")]
    [InlineData("GET", "//tocsin/v1/dead-letters?limit=x", 400, "'x' is not a number")]
    public async Task What_is_not_there_is_named(string method, string path, int status, string error)
    {
        var reply = await _api.SendAsync(method, path);

        (reply.Status, reply.Error).Should().Be((status, error));
    }

    /// <summary>An alert for a handler whose endpoint answers 404: the API itself, at a path it does not have.</summary>
    private async Task RaiseRefusedAlertAsync()
    {
        var handler = $$$"""{"id":"h","kind":"post","options":{"url":"{{{_api.Address}}}nowhere"}}""";
        (await _api.SendAsync("POST", "/alerts/topics/sys/handlers", handler)).Status.Should().Be(200);
        await _api.DefineAsync("t", "stream|from().measurement('m')|alert().crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        (await _api.WriteAsync("m v=5 1000000000")).Status.Should().Be(204);
    }

    // One counts when it is owed no more, and is listed when that is on disk.
    private Task<ApiReply> DeadLettersAsync(int count, string except = "") => PollAsync("//tocsin/v1/dead-letters", reply =>
        reply.At("count") == count.ToString() && reply.Json.GetProperty("dead-letters").EnumerateArray().Count(letter => letter.GetProperty("number").ToString() != except) == count);

    private async Task<ApiReply> PollAsync(string path, Func<ApiReply, bool> isThere)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var reply = await _api.SendAsync("GET", path);
            if (isThere(reply))
                return reply;
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), "{0} must come to it, but is still {1}", path, reply.Text);
        }
    }
}
