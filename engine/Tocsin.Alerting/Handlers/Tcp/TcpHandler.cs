using System.Net.Sockets;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Tcp;

/// <summary>Sends each event as JSON over a connection of its own: the line, an empty line, the end.</summary>
[AlertHandler("tcp")]
internal sealed class TcpHandler(TcpOptions options, HandlerContext context, HandlerServices services) : IAlertHandler
{
    private static readonly byte[] EmptyLine = "\n"u8.ToArray();

    private readonly EventTexts _texts = new("tcp", context);

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var (address, problem) = _texts.Of("address", alert, options.Address);
        if (problem.Length > 0)
            return Delivery.Refused(problem);
        if (!HostPort.TryParse(address, out var host, out var port))
            return Delivery.Refused($"the tcp address '{address}' must be host:port");

        try
        {
            using var socket = await services.Clients.Guard.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(AlertJson.WriteLine(alert), cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(EmptyLine, cancellationToken).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
            return Delivery.Done;
        }
        catch (Exception e) when (e is SocketException or IOException or HttpRequestException)
        {
            return Delivery.Retry($"tcp handler failed to send to {address}: {e.Message}");
        }
    }
}
