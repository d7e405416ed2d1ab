using System.Net;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Subscriptions;

/// <summary>Who this server is to InfluxDB, and where it is reached.</summary>
/// <param name="Identity">Its ids, and its host unless the entry of the InfluxDB says another.</param>
/// <param name="Port">The port of its HTTP API.</param>
/// <param name="IsEncrypted">True when the HTTP API speaks https.</param>
/// <param name="Password">What InfluxDB is to show with each write; null when it need show nothing.</param>
internal sealed record SubscriptionAddress(ServerIdentity Identity, int Port, bool IsEncrypted = false, Func<string?>? Password = null)
{
    /// <summary>What subscriptions of this server are called.</summary>
    public string NameFor(InfluxOptions options) => "kapacitor-" + (options.SubscriptionMode == SubscriptionMode.Server ? Identity.ServerId : Identity.ClusterId);

    /// <summary>Where writes are sent to.</summary>
    /// <param name="options">The entry of the InfluxDB.</param>
    /// <param name="udpPort">The port for UDP; 0 for that of the HTTP API.</param>
    public string DestinationOf(InfluxOptions options, int udpPort = 0)
    {
        var place = PlaceOf(options, udpPort);
        return Password?.Invoke() is { } password && place.StartsWith("http", StringComparison.Ordinal)
            ? place.Replace("://", $"://~subscriber:{password}@", StringComparison.Ordinal)
            : place;
    }

    /// <summary>
    /// What InfluxDB may call this machine: as the configuration does, by its own name, and as itself where it is on this machine too. A Kapacitor that ran
    /// here before had one of them. Behind a proxy only what the configuration says.
    /// </summary>
    public IReadOnlySet<string> HostsFor(InfluxOptions options)
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { new Uri(PlaceOf(options)).Host };
        if (options.KapacitorHostname.Length > 0)
            return hosts;
        hosts.Add(Dns.GetHostName());
        if (options.Urls.All(url => new Uri(url).IsLoopback))
            hosts.UnionWith(["localhost", "127.0.0.1", "[::1]"]);
        return hosts;
    }

    /// <summary>The same without what is shown there.</summary>
    public string PlaceOf(InfluxOptions options, int udpPort = 0)
    {
        var host = options.KapacitorHostname.Length > 0 ? options.KapacitorHostname : Identity.Hostname;
        var port = udpPort > 0 ? udpPort : options.HttpPort > 0 ? options.HttpPort : Port;
        var protocol = options.SubscriptionProtocol switch
        {
            SubscriptionProtocol.Udp => "udp",
            SubscriptionProtocol.Https => "https",

            // At a port that speaks https nothing arrives in plain text. Another port is that of a proxy.
            SubscriptionProtocol.Http when IsEncrypted && options.HttpPort == 0 && options.KapacitorHostname.Length == 0 => "https",
            _ => "http",
        };
        return $"{protocol}://{(host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host)}:{port}{PathOf(options)}";
    }

    private static string PathOf(InfluxOptions options) =>
        options.SubscriptionProtocol == SubscriptionProtocol.Udp || options.SubscriptionPath.Trim('/').Length == 0 ? "" : "/" + options.SubscriptionPath.Trim('/');
}
