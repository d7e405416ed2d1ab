using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Engine.Tests.Handlers;

/// <summary>Takes one connection after the other and keeps what came; answers HTTP when it is given an answer.</summary>
internal sealed class LoopbackSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public LoopbackSink() => _listener.Start();

    public string Address => _listener.LocalEndpoint.ToString() ?? "";

    /// <summary>Everything one connection sent until its end.</summary>
    public async Task<string> TakeAllAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Head and body of one HTTP request, which is answered.</summary>
    public async Task<(string Head, string Body)> TakeRequestAsync(string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)stream.ReadByte());

        const string Length = "Content-Length: ";
        var at = head.ToString().IndexOf(Length, StringComparison.Ordinal) + Length.Length;
        var body = new byte[int.Parse(head.ToString(at, head.ToString().IndexOf('\r', at) - at), null)];
        await stream.ReadExactlyAsync(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return (head.ToString(), Encoding.UTF8.GetString(body));
    }

    public void Dispose() => _listener.Dispose();
}
