using System.Net.Sockets;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Clients that promise a body, send a little of it and are gone.</summary>
internal sealed class HalfRequests : IAttack
{
    private const int Clients = 200;

    public async Task RunAsync(ChaosServer server)
    {
        var address = new Uri(server.Url);
        for (var i = 0; i < Clients; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            await client.GetStream().WriteAsync("POST /write?db=chaos HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nm v="u8.ToArray());
        }
    }
}
