using System.Net;
using System.Net.Sockets;
using System.Text;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Engine.Tests.Handlers;

/// <summary>A server of HTTP/1.0 ends each connection after its answer and does not say so.</summary>
public sealed class OldServersTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_request_to_a_server_of_HTTP_1_0_arrives(bool waits)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var bodies = new List<string>();
        var serving = ServeAsync(listener, bodies, stop.Token);
        using var http = HandlerHttp.Create();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        for (var i = 0; i < 200; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent($"body {i}") };
            using var reply = waits ? http.Send(request) : await http.SendAsync(request);
            reply.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        await stop.CancelAsync();
        await serving;
        bodies.Should().Equal(Enumerable.Range(0, 200).Select(i => $"body {i}"));
    }

    [Fact]
    public async Task What_such_a_server_has_seen_and_not_answered_is_not_sent_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var bodies = new List<string>();
        var serving = ServeAsync(listener, bodies, stop.Token, answers: 1);
        using var http = HandlerHttp.Create();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        (await http.PostAsync(address, new StringContent("body 0"))).Dispose();

        await http.Invoking(client => client.PostAsync(address, new StringContent("body 1"))).Should().ThrowAsync<HttpRequestException>();

        await stop.CancelAsync();
        await serving;
        bodies.Should().Equal("body 0", "body 1");
    }

    private static async Task ServeAsync(TcpListener listener, List<string> bodies, CancellationToken stop, int answers = int.MaxValue)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                var buffer = new byte[4096];
                var text = "";
                while (!text.Contains("\r\n\r\nbody ", StringComparison.Ordinal) && await client.GetStream().ReadAsync(buffer, stop) is var read and > 0)
                    text += Encoding.ASCII.GetString(buffer, 0, read);
                if (text.Length == 0)
                    continue;
                bodies.Add(text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
                if (bodies.Count <= answers)
                    await client.GetStream().WriteAsync("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
