using System.Net.Sockets;
using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Sensu;

/// <summary>Hands alerts as results of checks to the socket of a Sensu client.</summary>
[AlertHandler("sensu")]
[ServiceTest("name", EventPart.Id, Default = "testName")]
[ServiceTest("source")]
[ServiceTest("output", EventPart.Message, Default = "testOutput")]
[ServiceTest("handlers")]
[ServiceTest("metadata")]
[ServiceTest("level", EventPart.Level)]
internal sealed class SensuHandler(SensuOptions options, SensuSettings settings, HandlerContext context) : IAlertHandler
{
    private const string Taken = "ok";
    private const string NotUnderstood = "invalid";
    private const int LongestReply = 1024;

    private readonly EventTexts _texts = new("Sensu", context);

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (!HostPort.TryParse(settings.Addr, out var host, out var port))
            return Delivery.Refused($"Sensu: '{settings.Addr}' isn't host:port; correct 'addr' in the section 'sensu' of the server's configuration");

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Write(alert), cancellationToken).ConfigureAwait(false);
            return Judge(await ReadAsync(stream, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return Delivery.Retry($"the Sensu client {settings.Addr} could not be reached: {e.Message}");
        }
    }

    private ReadOnlyMemory<byte> Write(AlertEvent alert)
    {
        var source = _texts.Of("source", alert, options.Source, settings.Source).Text;
        return SensuCheck.Write(
            alert,
            source.Length == 0 ? context.Product : source,
            options.Handlers.Count > 0 ? options.Handlers : settings.Handlers,
            _texts.Of("metadata", alert, options.Metadata));
    }

    // Until the client has said that it took the result, or closes.
    private static async ValueTask<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestReply];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (read == 0 || buffer.AsSpan(0, length).SequenceEqual("ok"u8))
                break;
        }

        return Encoding.UTF8.GetString(buffer, 0, length).Trim();
    }

    private static Delivery Judge(string reply)
    {
        if (reply == Taken)
            return Delivery.Done with { Reply = reply };

        var said = $"sensu socket error: {(reply.Length == 0 ? "the client closed the connection without an answer" : reply)}";
        return (reply == NotUnderstood ? Delivery.Refused(said) : Delivery.Retry(said)) with { Reply = reply };
    }
}
