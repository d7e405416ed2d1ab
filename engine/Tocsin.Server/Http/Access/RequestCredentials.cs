using System.Net;
using System.Net.Sockets;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Access;

/// <summary>Reads what a request shows of who sent it.</summary>
internal static class RequestCredentials
{
    /// <summary>The cookie of somebody who signed in.</summary>
    public const string Cookie = "tocsin-session";

    private const int NetworkBytes = 8;

    public static Credentials Of(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ Length: > 0 } header, ..])
            return new(CredentialKind.Header, header);
        if (request.QueryString.HasValue && request.Query["u"].ToString() is { Length: > 0 } user && request.Query["p"].ToString() is { Length: > 0 } password)
            return new(CredentialKind.Password, $"{user}:{password}");
        return request.Cookies[Cookie] is { Length: > 0 } session ? new(CredentialKind.Session, session) : Credentials.None;
    }

    /// <summary>The machine that a request comes from, this one always by the same address; of the newer addresses, of which a machine has as many as it likes, their network.</summary>
    public static IPAddress MachineOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? (RemoteMachine.IsSocket(context) ? IPAddress.Loopback : IPAddress.None);
        return address.Equals(context.Connection.LocalIpAddress) ? IPAddress.Loopback : NetworkOf(address);
    }

    /// <summary>An address as that of a machine.</summary>
    public static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
