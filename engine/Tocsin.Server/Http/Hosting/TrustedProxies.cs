using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;
using IPNetwork = System.Net.IPNetwork;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// The proxies whose word counts for who sent a request: from them, and from nobody else, the address of the caller, the scheme and the host are taken
/// from the headers that proxies add. The addresses are read from the last back to the first that is no proxy's, so that what a caller writes there
/// itself counts for nothing.
/// </summary>
internal sealed class TrustedProxies
{
    private readonly IPNetwork[] _networks;
    private readonly bool _hasSocket;

    /// <param name="trusted">As <see cref="HttpOptions.TrustedProxies"/> has them.</param>
    public TrustedProxies(IReadOnlyList<string> trusted)
    {
        _networks = [.. trusted.Select(OutgoingGuard.Parse).OfType<IPNetwork>()];
        _hasSocket = trusted.Contains(HttpOptions.SocketProxy);
    }

    /// <summary>True for the address of a proxy.</summary>
    public bool Contains(IPAddress address)
    {
        var own = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(own));
    }

    /// <summary>Puts it before all that asks who the caller is.</summary>
    public void Use(WebApplication app)
    {
        if (_networks.Length == 0 && !_hasSocket)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in _networks)
            options.KnownIPNetworks.Add(network);
        app.UseWhen(IsFromProxy, branch => branch.UseForwardedHeaders(options));
    }

    private bool IsFromProxy(HttpContext context) => context.Connection.RemoteIpAddress is { } peer ? Contains(peer) : _hasSocket && RemoteMachine.IsSocket(context);
}
