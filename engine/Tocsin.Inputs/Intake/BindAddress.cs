using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tocsin.Inputs.Intake;

/// <summary>Addresses to listen on as people write them: <c>:9092</c>, <c>127.0.0.1:0</c>, <c>localhost:9092</c>, <c>[::1]:9092</c>.</summary>
public static class BindAddress
{
    /// <exception cref="FormatException">The text is not an address.</exception>
    /// <exception cref="InputException">Its host is not known.</exception>
    public static IPEndPoint Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new FormatException($"'{text}' isn't an address to listen on: write host:port, such as 127.0.0.1:9092, or :9092 for all addresses");
        return new IPEndPoint(AddressOf(host, text), port);
    }

    /// <summary>What is wrong with a text as an address; null when nothing is. A host that is not known may be later.</summary>
    public static string? ProblemOf(string text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>True when only this machine reaches the address; false also for what is no address.</summary>
    public static bool IsLoopback(string text)
    {
        try
        {
            return IPAddress.IsLoopback(Parse(text).Address);
        }
        catch (Exception problem) when (problem is FormatException or InputException)
        {
            return false;
        }
    }

    /// <summary>True when nobody can listen on both at once.</summary>
    public static bool AreOne(string one, string other)
    {
        try
        {
            var (left, right) = (Parse(one), Parse(other));
            return left.Port == right.Port && left.Port != 0 && (left.Address.Equals(right.Address) || IsAny(left.Address) || IsAny(right.Address));
        }
        catch (Exception problem) when (problem is FormatException or InputException)
        {
            return false;
        }
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress AddressOf(string host, string text)
    {
        if (host.Length == 0)
            return Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        if (host == "localhost")
            return IPAddress.Loopback;
        if (IPAddress.TryParse(host, out var address))
            return address;

        try
        {
            return Dns.GetHostAddresses(host) is [var first, ..] ? first : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException problem)
        {
            throw new InputException($"the host of '{text}' is not known here: give an address of this machine, or :{text[(text.LastIndexOf(':') + 1)..]} for all", problem);
        }
    }
}
