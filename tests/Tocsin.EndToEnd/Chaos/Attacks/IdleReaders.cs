using System.Net;
using System.Net.Sockets;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Connections that ask for large answers and read nothing. They are closed after a while, others are served while they are open.</summary>
internal sealed class IdleReaders : IAttack
{
    // Together many times of what answers may hold.
    private const int Readers = 100;
    private const int Tasks = 8;
    private const int Comment = 500_000;

    public async Task RunAsync(ChaosServer server)
    {
        for (var i = 0; i < Tasks; i++)
            await server.DefineAsync($"large{i}", $"// {new string('x', Comment)}\nstream|from().measurement('large')|log()");
        var (address, request) = (new Uri(server.Url), "GET /kapacitor/v1/tasks?pattern=large* HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var readers = new List<Socket>();
        try
        {
            for (var i = 0; i < Readers; i++)
            {
                var reader = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
                readers.Add(reader);
                await reader.ConnectAsync(address.Host, address.Port);
                await reader.SendAsync(request);
            }

            (await server.WriteAsync("others v=1 1")).Should().Be(HttpStatusCode.NoContent, "answers that nobody reads leave room for writes");
            (await server.SendAsync(HttpMethod.Get, "/kapacitor/v1/tasks?pattern=large*&fields=status", null)).Status.Should().Be(HttpStatusCode.OK);
            server.ResidentBytes.Should().BeLessThan(ChaosServer.MostResident);
            await ChaosServer.UntilAsync(
                async () => (await server.SendAsync(HttpMethod.Get, "/kapacitor/v1/tasks?pattern=large*", null)).Status == HttpStatusCode.OK, "connections that read nothing are closed, which gives back what they hold");
        }
        finally
        {
            foreach (var reader in readers)
                reader.Dispose();
        }

        for (var i = 0; i < Tasks; i++)
            await server.RemoveAsync($"/kapacitor/v1/tasks/large{i}");
    }
}
