using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>An endpoint that sends everybody on to itself. What it gets is not delivered, and is tried once.</summary>
internal sealed class RedirectLoop : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        var requests = 0;
        using var loop = new HttpStandIn(
            _ =>
            {
                requests++;
                return (int)HttpStatusCode.TemporaryRedirect;
            },
            location: "/");
        await server.DefineAsync("loop", "stream|from().measurement('loop')|alert().id('loop').crit(lambda: TRUE).topic('loop')");
        await server.DefineHandlerAsync("loop", "h", loop.Url);
        (await server.WriteAsync("loop v=1 1")).Should().Be(HttpStatusCode.NoContent);

        await ChaosServer.UntilAsync(async () => (await server.StatusAsync()).GetProperty("dead-letters").GetInt64() == 1, "the redirect is refused");
        requests.Should().Be(1);
        await server.RemoveAsync("/kapacitor/v1/tasks/loop");
    }
}
