using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Tocsin.Server.Http.Access;

/// <summary>The machine that a request comes from.</summary>
internal static class RemoteMachine
{
    private static readonly string[] HeadersOfProxies = ["Forwarded", "X-Forwarded-For", "X-Original-For", "X-Real-Ip"];

    /// <summary>True when the request was sent by this machine, and not passed on by a proxy here.</summary>
    public static bool IsThisMachine(HttpContext context) =>
        (IsSocket(context) || (context.Connection.RemoteIpAddress is { } peer && (IsLoopback(peer) || peer.Equals(context.Connection.LocalIpAddress))))
        && !HeadersOfProxies.Any(context.Request.Headers.ContainsKey);

    /// <summary>True when it came by a socket in the file system, and not from a proxy that says who sent it.</summary>
    public static bool IsSocket(HttpContext context) => context.Connection.RemoteIpAddress is null && context.Features.Get<SocketMark>() is not null;

    /// <summary>Stands before what else is done with a connection of such a socket.</summary>
    public static ConnectionDelegate MarkSocket(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(SocketMark.Mark);
        return next(connection);
    };

    /// <summary>The address of the machine that sent a request; a socket for both kinds shows the old ones within the new.</summary>
    public static string AddressOf(HttpContext context) => IsSocket(context) ? "socket" :
        (context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress)?.ToString() ?? "";

    /// <summary>True for addresses that only this machine reaches.</summary>
    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private sealed class SocketMark
    {
        public static readonly SocketMark Mark = new();
    }
}
