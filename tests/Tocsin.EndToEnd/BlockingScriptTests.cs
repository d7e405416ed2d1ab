using System.Net;
using System.Text.Json;

namespace Tocsin.EndToEnd;

/// <summary>Code of scripts that blocks its threads: everybody else is answered.</summary>
public sealed class BlockingScriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("Thread.Sleep(600_000);", 64, false)]
    [InlineData("await Task.Yield(); Task.Delay(600_000).Wait();", 64, false)]
    [InlineData("for (var i = 0; i < 300; i++) { _ = Task.Run(() => Thread.Sleep(600_000)); }", 1, true)]
    public async Task Whatever_a_script_blocks_requests_are_answered_and_others_deliver(string code, int events, bool isNamed)
    {
        using var rig = new DeadlyServer(code, "{parallelism: 64}");
        using var server = await rig.StartAsync();
        using var http = new HttpClient { Timeout = Limit };

        for (var i = 0; i < events; i++)
            await rig.RaiseAsync(server, $"id{i}").WaitAsync(Limit);
        (await http.GetAsync(new Uri($"{server.Url}/kapacitor/v1/ping"))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await rig.UntilAsync(server, "t/healthy", handler => handler.GetProperty("delivered").GetInt64() == events);

        if (!isNamed)
            return;
        await Until.True(
            async () =>
            {
                using var status = JsonDocument.Parse(await rig.GetAsync(server, "/tocsin/v1/status"));
                return status.RootElement.GetProperty("attention").EnumerateArray().Any(reason =>
                    reason.GetString() is { } text && text.StartsWith("code blocks the threads that all share, probably handler t/", StringComparison.Ordinal) && text.Contains("deadly.csx", StringComparison.Ordinal));
            },
            "the status names who blocks the threads",
            Limit);
    }
}
