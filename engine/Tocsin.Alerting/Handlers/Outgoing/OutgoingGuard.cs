using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tocsin.Alerting.Handlers.Outgoing;

/// <summary>
/// Keeps requests from addresses that nothing is to be sent to: whoever may define a handler could otherwise have the server ask its neighbours
/// for what they give to it alone. Addresses are judged when a connection is made, after their names were looked up. Safe for any number of threads.
/// </summary>
public sealed class OutgoingGuard
{
    /// <summary>What holds without a configuration.</summary>
    public static readonly OutgoingGuard Default = new(new OutgoingOptions());

    /// <summary>Addresses that networks of the new kind translate to those of the old kind which they end with.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private readonly ConcurrentDictionary<GuardedStream, IPAddress> _open = new();
    private volatile Networks _networks;

    public OutgoingGuard(OutgoingOptions options) => _networks = new Networks(options);

    public OutgoingOptions Options => _networks.Options;

    /// <summary>Goes by other networks from now on. HTTP connections to what may not be reached any more are closed; what is under way on them fails, and is tried again.</summary>
    /// <returns>False when they are the same.</returns>
    public bool Change(OutgoingOptions options)
    {
        var before = Options;
        if (before.Deny.SequenceEqual(options.Deny) && before.Allow.SequenceEqual(options.Allow))
            return false;
        _networks = new Networks(options);
        foreach (var (stream, address) in _open)
        {
            if (WhyNot(address) is not null)
                stream.Dispose();
        }

        return true;
    }

    /// <summary>A network, or an address as the network of it alone; null when a text is neither.</summary>
    public static IPNetwork? Parse(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal))
            return IPNetwork.TryParse(text, out var network) ? network : null;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) : null;
    }

    /// <summary>The network for whose sake an address is not reached; null when it is.</summary>
    public IPNetwork? WhyNot(IPAddress address)
    {
        address = Reached(address);
        var networks = _networks;
        return networks.Allow.Any(network => network.Contains(address)) ? null : networks.Deny.Where(network => network.Contains(address)).Cast<IPNetwork?>().FirstOrDefault();
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
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
        var stream = new GuardedStream(socket, _open);
        if (socket.RemoteEndPoint is not IPEndPoint { Address: var address })
            return stream;
        _open[stream] = address;

        // The networks may have changed since the address was judged.
        return WhyNot(address) is null ? stream : throw Closed(stream, address);
    }

    private static HttpRequestException Closed(GuardedStream stream, IPAddress address)
    {
        stream.Dispose();
        return new HttpRequestException(HttpRequestError.ConnectionError, $"nothing is sent to {address} any more, by outgoing.deny");
    }

    private sealed class Networks(OutgoingOptions options)
    {
        public OutgoingOptions Options => options;

        public IPNetwork[] Deny { get; } = [.. options.Deny.Select(Parse).OfType<IPNetwork>()];

        public IPNetwork[] Allow { get; } = [.. options.Allow.Select(Parse).OfType<IPNetwork>()];
    }

    /// <summary>A connection that the guard knows as long as it is open.</summary>
    private sealed class GuardedStream(Socket socket, ConcurrentDictionary<GuardedStream, IPAddress> open) : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            open.TryRemove(this, out _);
            base.Dispose(disposing);
        }
    }
}
