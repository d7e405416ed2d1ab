using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>The same in a process of its own: that one dies, the server does not notice.</summary>
internal sealed class KillingHandlerApart : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        using var healthy = new HttpStandIn();
        var process = server.Process.Id;
        await server.DefineAsync("apart", "stream|from().measurement('apart')|alert().id('apart').message('apart').details('').crit(lambda: TRUE).topic('apart')");
        await server.DefineHandlerAsync("apart", "healthy", healthy.Url);
        await server.DefineScriptAsync("apart", "deadly", "Environment.Exit(3);", isolation: "process");

        (await server.WriteAsync("apart v=1 1")).Should().Be(HttpStatusCode.NoContent);

        ChaosServer.MessageOf((await healthy.NextAsync()).Body).Should().Be("apart");
        await ChaosServer.UntilAsync(
            async () => (await server.StatusAsync("handlers", "handler", "apart/deadly")).GetProperty("failed").GetInt64() > 0, "its process has died");
        (await server.StatusAsync("handlers", "handler", "apart/deadly")).GetProperty("last-error").GetString().Should().Contain("exit code 3");
        (server.Process.Id, server.Process.IsAlive).Should().Be((process, true));
        await server.RemoveAsync("/kapacitor/v1/tasks/apart");
        await server.RemoveAsync("/kapacitor/v1/alerts/topics/apart/handlers/deadly");
        await server.RemoveAsync("/kapacitor/v1/alerts/topics/apart/handlers/healthy");
    }
}
