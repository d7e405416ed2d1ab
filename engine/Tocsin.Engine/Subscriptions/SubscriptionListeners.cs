using Tocsin.Inputs.Hosting;
using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Udp;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Engine.Subscriptions;

/// <summary>The UDP ports of the subscriptions on one InfluxDB, one for each retention policy: datagrams do not say where they belong. For one thread at a time.</summary>
internal sealed class SubscriptionListeners(InfluxOptions options, InputServices services) : IAsyncDisposable
{
    /// <summary>More ports are not opened.</summary>
    public const int Most = 1000;

    private readonly Dictionary<(string, string), UdpListener> _open = [];

    /// <summary>How each is.</summary>
    public IReadOnlyList<InputStatus> All
    {
        get
        {
            lock (_open)
                return [.. _open.Values.Select(listener => listener.Status)];
        }
    }

    /// <summary>The port of a retention policy, opened when it is not.</summary>
    /// <exception cref="InputException">It cannot be opened, or there are too many.</exception>
    public int PortOf(string database, string retentionPolicy)
    {
        lock (_open)
        {
            if (_open.TryGetValue((database, retentionPolicy), out var listener))
                return listener.Port;
            if (_open.Count == Most)
                throw new InputException($"there are more than {Most} retention policies to listen to by UDP: name those that matter in subscriptions, or use subscription-protocol http");
            var udp = new UdpOptions { BindAddress = $"{options.UdpBind}:0", Database = database, RetentionPolicy = retentionPolicy, Buffer = options.UdpBuffer, ReadBuffer = options.UdpReadBuffer };
            listener = UdpListener.Open($"subscription {options.Name} {database}.{retentionPolicy}", udp, services);
            _open[(database, retentionPolicy)] = listener;
            return listener.Port;
        }
    }

    /// <summary>Closes the ports of all others.</summary>
    public async Task CloseOthersAsync(IEnumerable<(string Database, string RetentionPolicy)> wanted)
    {
        List<UdpListener> closing;
        lock (_open)
        {
            var others = _open.Keys.Except(wanted).ToList();
            closing = [.. others.Select(place => _open[place])];
            foreach (var place in others)
                _open.Remove(place);
        }

        foreach (var listener in closing)
            await listener.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await CloseOthersAsync([]).ConfigureAwait(false);
}
