using System.Net;
using System.Net.Sockets;

namespace Tocsin.Alerting.Handlers.Outgoing;

/// <summary>
/// Keeps requests from addresses that nothing is to be sent to: whoever may define a handler could otherwise have the server ask its neighbours
/// for what they give to it alone. Addresses are judged when a connection is made, after their names were looked up. Immutable.
/// </summary>
public sealed class OutgoingGuard
{
    /// <summary>What holds without a configuration.</summary>
    public static readonly OutgoingGuard Default = new(new OutgoingOptions());

    /// <summary>Addresses that networks of the new kind translate to those of the old kind which they end with.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private readonly IPNetwork[] _deny;
    private readonly IPNetwork[] _allow;

    public OutgoingGuard(OutgoingOptions options)
    {
        Options = options;
        _deny = [.. options.Deny.Select(Parse).OfType<IPNetwork>()];
        _allow = [.. options.Allow.Select(Parse).OfType<IPNetwork>()];
    }

    public OutgoingOptions Options { get; }

    /// <summary>A network, or an address as the network of it alone; null when a text is neither.</summary>
    internal static IPNetwork? Parse(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal))
            return IPNetwork.TryParse(text, out var network) ? network : null;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) : null;
    }

    /// <summary>The network for whose sake an address is not reached; null when it is.</summary>
    public IPNetwork? WhyNot(IPAddress address)
    {
        address = Reached(address);
        return _allow.Any(network => network.Contains(address)) ? null : _deny.Where(network => network.Contains(address)).Cast<IPNetwork?>().FirstOrDefault();
    }

    /// <summary>Where a connection to an address really ends: this machine has several names for itself, and new addresses can stand for old ones.</summary>
    private static IPAddress Reached(IPAddress address)
    {
        if (address.Equals(IPAddress.Any))
            return IPAddress.Loopback;
        if (address.Equals(IPAddress.IPv6Any))
            return IPAddress.IPv6Loopback;
        if (address.IsIPv4MappedToIPv6)
            return Reached(address.MapToIPv4());
        return Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(^4..)) : address;
    }

    /// <summary>Connects to a host, by those of its addresses that may be reached.</summary>
    /// <exception cref="HttpRequestException">None of them may.</exception>
    /// <exception cref="SocketException">None of them answers, or there is no such host.</exception>
    public async ValueTask<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var all = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        var reached = Array.FindAll(all, address => WhyNot(address) is null);
        if (reached.Length == 0)
        {
            var denied = all.Length > 0 ? WhyNot(all[0]) : null;
            throw denied is { } network
                ? new HttpRequestException(HttpRequestError.ConnectionError, $"nothing is sent to {host}, which is in {network} of outgoing.deny: add it to outgoing.allow in the configuration if it should be")
                : new SocketException((int)SocketError.HostNotFound);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reached, port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The same for connections of HTTP.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false), ownsSocket: true);
}
