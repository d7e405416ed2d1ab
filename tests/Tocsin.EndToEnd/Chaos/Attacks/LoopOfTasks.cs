using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Two tasks that write to each other. A point goes round once, and the status names the loop.</summary>
internal sealed class LoopOfTasks : IAttack
{
    private const int Points = 1000;

    public async Task RunAsync(ChaosServer server)
    {
        await server.DefineAsync("ping", Script("pong"), "ping");
        await server.DefineAsync("pong", Script("ping"), "pong");

        (await server.WriteAsync(string.Join('\n', Enumerable.Range(1, Points).Select(i => $"ball v={i} {i}")), "ping")).Should().Be(HttpStatusCode.NoContent);

        await ChaosServer.UntilAsync(async () => (await server.StatusAsync("tasks", "id", "ping")).GetProperty("errors").GetInt64() == Points, "the loop ends");
        var (ping, pong) = (await server.StatusAsync("tasks", "id", "ping"), await server.StatusAsync("tasks", "id", "pong"));
        (ping.GetProperty("entered").GetInt64(), pong.GetProperty("entered").GetInt64()).Should().Be((2 * Points, Points));
        ping.GetProperty("state").GetString().Should().Be("erring");
        ping.GetProperty("last-error").GetProperty("error").GetString().Should().Contain("loop detected");
        await server.RemoveAsync("/kapacitor/v1/tasks/ping");
        await server.RemoveAsync("/kapacitor/v1/tasks/pong");
    }

    private static string Script(string database) => $"stream|from().measurement('ball')|kapacitorLoopback().database('{database}').retentionPolicy('rp')";
}
