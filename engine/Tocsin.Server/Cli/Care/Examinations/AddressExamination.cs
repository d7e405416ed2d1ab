using System.Net;
using System.Net.Sockets;
using Tocsin.Inputs.Intake;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>The addresses to listen on, and the one that others are given.</summary>
internal static class AddressExamination
{
    public static IEnumerable<Finding> Run(Examined server)
    {
        var listeners = server.Plan.Config.Options.Listeners().Skip(1).Prepend(("http", false, server.Plan.Listen));
        foreach (var (section, isUdp, address) in listeners)
            yield return Listener($"{section} {address}", isUdp, address, server.IsRunning);
        if (Hostname(server) is { } finding)
            yield return finding;
    }

    private static Finding Listener(string place, bool isUdp, string text, bool isRunning)
    {
        IPEndPoint address;
        try
        {
            address = BindAddress.Parse(text);
        }
        catch (Exception problem) when (problem is FormatException or InputException)
        {
            return new Finding(FindingLevel.Error, place, problem.Message);
        }

        if (isRunning)
            return new Finding(FindingLevel.Skipped, place, "a server runs on the data folder and may listen there");
        try
        {
            using var socket = new Socket(address.AddressFamily, isUdp ? SocketType.Dgram : SocketType.Stream, isUdp ? ProtocolType.Udp : ProtocolType.Tcp);
            if (address.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(address);
            return new Finding(FindingLevel.Ok, place, "is free");
        }
        catch (SocketException problem)
        {
            return new Finding(
                FindingLevel.Error, place, $"cannot be listened on: {problem.Message}", problem.SocketErrorCode == SocketError.AddressAlreadyInUse ? "stop the program that listens there, or give another port" : "give an address of this machine");
        }
    }

    private static Finding? Hostname(Examined server)
    {
        var options = server.Plan.Config.Options;
        var far = options.Influxdb.FirstOrDefault(entry => entry.Enabled && !entry.DisableSubscriptions && entry.KapacitorHostname.Length == 0 && entry.Urls.Any(IsFar));
        if (options.Hostname == "localhost")
        {
            return far is null ? null : new Finding(
                FindingLevel.Warning, "hostname", $"is localhost, and the InfluxDB '{far.Name}' is on another machine: it would send its subscriptions to itself", "set hostname to a name by which InfluxDB reaches this machine");
        }

        try
        {
            return Dns.GetHostAddresses(options.Hostname).Length > 0 ? new Finding(FindingLevel.Ok, "hostname", $"{options.Hostname} is known") : Unknown(options.Hostname);
        }
        catch (SocketException)
        {
            return Unknown(options.Hostname);
        }
    }

    private static Finding Unknown(string host) =>
        new(FindingLevel.Warning, "hostname", $"{host} is not known here: links in alerts and subscriptions of InfluxDB lead nowhere", "set hostname to a name that is in DNS");

    private static bool IsFar(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && !address.IsLoopback;
}
