using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>A handler that ends the process it runs in, beside a healthy one. By the third start it is suspended, and the status tells.</summary>
internal sealed class KillingHandler : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        using var healthy = new HttpStandIn();
        await server.DefineAsync(
            "killing", "stream|from().measurement('killing').groupBy('id')|alert().id('{{ .Tags.id }}').message('{{ .Tags.id }}').details('').crit(lambda: TRUE).topic('killing')");
        await server.DefineHandlerAsync("killing", "healthy", healthy.Url);
        await server.DefineScriptAsync("killing", "deadly", "Environment.Exit(3);", isolation: "none");

        // What it raises is stored before it is handed on; whether the answer comes before the end is not promised.
        var write = server.WriteAsync("killing,id=a v=1 1");
        await server.DieAsync();
        await write.ContinueWith(static _ => { }, TaskScheduler.Default);
        await server.StartAsync();
        await server.DieAsync();
        await server.StartAsync();

        (await server.WriteAsync("killing,id=b v=1 2")).Should().Be(HttpStatusCode.NoContent);
        var arrived = new HashSet<string>();
        while (!arrived.IsSupersetOf(["a", "b"]))
            arrived.Add(ChaosServer.MessageOf((await healthy.NextAsync()).Body));
        var deadly = await server.StatusAsync("handlers", "handler", "killing/deadly");
        (deadly.GetProperty("state").GetString(), deadly.GetProperty("owed").GetInt64()).Should().Be(("suspended", 2));
        deadly.GetProperty("error").GetString().Should().StartWith("the server died twice");
        (await server.AttentionAsync()).Should().Contain("1 handler suspended");

        await server.RemoveAsync("/kapacitor/v1/tasks/killing");
        await server.RemoveAsync("/kapacitor/v1/alerts/topics/killing/handlers/deadly");
        await server.RemoveAsync("/kapacitor/v1/alerts/topics/killing/handlers/healthy");
    }
}
