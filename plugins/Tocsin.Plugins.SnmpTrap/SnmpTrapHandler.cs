using System.Net;
using System.Net.Sockets;
using Tocsin.Sdk;

namespace Tocsin.Plugins.SnmpTrap;

/// <summary>Sends alerts as SNMP traps, version 2c.</summary>
[AlertHandler("snmptrap", Property = "snmpTrap")]
[ServiceTest("trap-oid", Default = "1.1.1.1")]
[ServiceTest("data-list", Default = """[{"oid":"1.1.1.1.2","type":"s","value":"test snmptrap message"}]""")]
internal sealed class SnmpTrapHandler(SnmpTrapOptions options, SnmpTrapSettings settings, HandlerContext context) : IAlertHandler
{
    private int _requests;

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (!HostPort.TryParse(settings.Addr, out var host, out var port))
            return Delivery.Refused($"SNMP: '{settings.Addr}' isn't host:port; correct 'addr' in the section 'snmptrap' of the server's configuration");

        try
        {
            var packet = TrapPacket.Write(settings.Community, Interlocked.Increment(ref _requests), options.TrapOid, [.. options.DataList.Select(data => (data, ValueOf(data, alert)))]);
            var receiver = new IPEndPoint(await AddressOfAsync(host, cancellationToken).ConfigureAwait(false), port);
            for (var left = settings.Retries; ; left--)
            {
                if (await TrySendAsync(receiver, packet, left > 0, cancellationToken).ConfigureAwait(false))
                    return Delivery.Done;
            }
        }
        catch (FormatException e)
        {
            return Delivery.Refused($"SNMP: the trap of the alert '{alert.Id}' can't be written: {e.Message}");
        }
        catch (SocketException e)
        {
            return Delivery.Retry($"the trap could not be sent to {settings.Addr}: {e.Message}");
        }
    }

    private string ValueOf(SnmpData data, AlertEvent alert)
    {
        if (data.Value.TryRender(alert, out var text, out var error))
            return text;

        context.Log($"SNMP: the value of {data.Oid} of the alert '{alert.Id}': {error}; it is empty");
        return "";
    }

    // Where a name stands for both, receivers listen to the older protocol more often.
    private static async ValueTask<IPAddress> AddressOfAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)
            ?? addresses.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound);
    }

    private static async ValueTask<bool> TrySendAsync(IPEndPoint receiver, byte[] packet, bool mayFail, CancellationToken cancellationToken)
    {
        using var socket = new Socket(receiver.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(receiver, cancellationToken).ConfigureAwait(false);
            await socket.SendAsync(packet, cancellationToken).ConfigureAwait(false);

            // Nobody acknowledges a trap, but a machine that is near says at once that nobody listens there.
            var error = (int)(socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) ?? 0);
            return error == 0 ? true : throw new SocketException((int)SocketError.ConnectionRefused);
        }
        catch (SocketException) when (mayFail)
        {
            return false;
        }
    }
}
