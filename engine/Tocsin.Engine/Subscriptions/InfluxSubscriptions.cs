using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Subscriptions;

/// <summary>
/// Keeps subscriptions on the InfluxDBs of the configuration, so that they send what is written to them to this server too. An InfluxDB that is
/// away is asked again and again. Safe for any number of threads.
/// </summary>
public sealed class InfluxSubscriptions : IAsyncDisposable
{
    private static readonly TimeSpan DropWithin = TimeSpan.FromSeconds(10);

    private readonly InfluxClusters _clusters;
    private readonly ServerIdentity _identity;
    private readonly InputServices _services;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile ClusterSubscriptions[] _all = [];
    private SubscriptionAddress? _address;

    internal InfluxSubscriptions(InfluxClusters clusters, ServerIdentity identity, InputServices services) => (_clusters, _identity, _services) = (clusters, identity, services);

    /// <summary>How they are on each InfluxDB, those that fail first.</summary>
    public IReadOnlyList<SubscriptionStatus> All =>
        [.. _all.Select(cluster => cluster.Status).OrderByDescending(status => status.NeedsAttention).ThenBy(status => status.Influxdb, StringComparer.Ordinal)];

    /// <summary>The UDP ports that are open for them.</summary>
    public IReadOnlyList<InputStatus> Listeners => [.. _all.SelectMany(cluster => cluster.Listeners)];

    /// <summary>Begins to keep them, and goes on when others are configured.</summary>
    /// <param name="port">Where InfluxDB reaches the HTTP API.</param>
    /// <param name="isEncrypted">True when it speaks https there.</param>
    /// <param name="password">What InfluxDB is to show with each write, asked whenever they are looked at; null when it need show nothing.</param>
    public Task StartAsync(int port, bool isEncrypted = false, Func<string?>? password = null)
    {
        _address = new SubscriptionAddress(_identity, port, isEncrypted, password);
        _clusters.Changed += Change;
        return ChangeAsync();
    }

    /// <summary>Looks at all of them now.</summary>
    /// <returns>Why that failed; null when it did not.</returns>
    public async Task<string?> SyncAsync(CancellationToken cancellationToken = default)
    {
        var problems = await Task.WhenAll(_all.Select(async cluster => await cluster.SyncAsync(cancellationToken).ConfigureAwait(false) is { } why ? $"{cluster.Cluster.Name}: {why}" : null))
            .ConfigureAwait(false);
        return problems.OfType<string>().ToList() is { Count: > 0 } failed ? string.Join("; ", failed) : null;
    }

    /// <summary>Ends; the subscriptions stay for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _clusters.Changed -= Change;
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_all.Select(cluster => cluster.DisposeAsync().AsTask())).ConfigureAwait(false);
            (_all, _address) = ([], null);
        }
        finally
        {
            _changing.Release();
        }
    }

    private void Change() => _ = ChangeAsync();

    private async Task ChangeAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_address is not { } address)
                return;
            var before = _all;
            var wanted = _clusters.All.Where(cluster => !cluster.Options.DisableSubscriptions).ToList();
            var gone = before.Where(known => !wanted.Contains(known.Cluster)).ToList();
            foreach (var cluster in gone)
                await cluster.DisposeAsync().ConfigureAwait(false);
            _all = [.. wanted.Select(cluster => before.FirstOrDefault(known => known.Cluster == cluster) ?? new ClusterSubscriptions(cluster, address, _services))];

            // One of the same name goes on with the subscriptions, as it has them compared with what it wants.
            using var limit = new CancellationTokenSource(DropWithin, _services.Time);
            foreach (var cluster in gone.Where(cluster => wanted.TrueForAll(other => other.Name != cluster.Cluster.Name)))
                await cluster.DropAsync(limit.Token).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }
}
