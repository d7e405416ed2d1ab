using System.Globalization;

namespace Tocsin.Sdk;

/// <summary>Addresses of the form <c>host:port</c>, <c>[::1]:port</c> or <c>:port</c>, the last one on this machine.</summary>
public static class HostPort
{
    /// <summary>Reads an address. False when it has no port from 1 to 65535.</summary>
    public static bool TryParse(string address, out string host, out int port)
    {
        var colon = address.LastIndexOf(':');
        host = colon < 0 ? "" : address[..colon].Trim('[', ']');
        port = 0;
        if (colon < 0 || !int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            return false;
        if (host.Length == 0)
            host = "localhost";
        return port is > 0 and <= ushort.MaxValue;
    }
}
