using System.Net;
using System.Net.Sockets;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>An endpoint that takes connections and never answers.</summary>
internal sealed class SilentEndpoint : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await server.DefineAsync("silent", "stream|from().measurement('silent').groupBy('id')|alert().id('{{ .Tags.id }}').crit(lambda: TRUE).topic('silent')");
        await server.DefineHandlerAsync("silent", "h", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        (await server.WriteAsync(string.Join('\n', Enumerable.Range(0, 200).Select(i => $"silent,id={i} v=1 1")))).Should().Be(HttpStatusCode.NoContent);
        await server.RemoveAsync("/kapacitor/v1/tasks/silent");
    }
}
