namespace Tocsin.Server.Tests.Http;

public sealed class HandlerDeliveryApiTests : IAsyncLifetime
{
    private const string Handlers = "/alerts/topics/sys/handlers";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task The_delivery_of_a_handler_is_set_shown_changed_and_taken_away()
    {
        var made = await _api.SendAsync("POST", Handlers, Handler(""","delivery":{"merge":true,"attempt-timeout":"5s"}"""));
        (made.Status, Compact(made.At("delivery"))).Should().Be((200, """{"merge":true,"attempt-timeout":"5s"}"""));
        Compact((await _api.SendAsync("GET", Handlers)).At("handlers.0.delivery")).Should().Be("""{"merge":true,"attempt-timeout":"5s"}""");

        await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"replace","path":"/delivery/merge","value":false},{"op":"replace","path":"/match","value":"changed()"}]""");
        Compact(await ShownAsync()).Should().Be("""{"merge":false,"attempt-timeout":"5s"}""");
        await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"remove","path":"/delivery"}]""");
        (await ShownAsync()).Should().BeNull();
        await _api.SendAsync("PATCH", Handlers + "/h", """[{"op":"add","path":"/delivery","value":{"parallelism":1}}]""");
        Compact(await ShownAsync()).Should().Be("""{"parallelism":1}""");

        // What a replacement does not name is gone, as all other keys are.
        (await _api.SendAsync("PUT", Handlers + "/h", Handler(""))).Text.Should().NotContain("delivery");
        (await ShownAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData("""{"merg":true}""", "invalid handler spec: delivery: has no option 'merg'; did you mean 'merge'?")]
    [InlineData("""{"give-up-after":"soon"}""", "invalid handler spec: delivery: option 'give-up-after' must be a duration such as 10s or 1h30m, not the text \"soon\"")]
    [InlineData("\"merge\"", "invalid handler spec: delivery: must be keys with values, not the text \"merge\"")]
    public async Task A_delivery_that_is_wrong_is_refused(string delivery, string error)
    {
        var reply = await _api.SendAsync("POST", Handlers, Handler($",\"delivery\":{delivery}"));

        (reply.Status, reply.Error).Should().Be((400, error));
        (await _api.SendAsync("GET", Handlers + "/h")).Status.Should().Be(404);
    }

    private static string Handler(string delivery) => """{"id":"h","kind":"log","options":{"path":"/tmp/x"}""" + delivery + "}";

    private static string? Compact(string? json) => json?.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);

    private async Task<string?> ShownAsync()
    {
        var reply = await _api.SendAsync("GET", Handlers + "/h");
        return reply.Json.TryGetProperty("delivery", out var delivery) ? delivery.GetRawText() : null;
    }
}
