using Microsoft.Extensions.Logging;
using Tocsin.Dsl.Text;
using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Engine.Subscriptions;

/// <summary>Keeps the subscriptions on one InfluxDB as they are wanted: looks again and again, and does what is missing.</summary>
internal sealed partial class ClusterSubscriptions : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly InfluxCluster _cluster;
    private readonly SubscriptionAddress _address;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SubscriptionListeners _listeners;
    private readonly SemaphoreSlim _syncing = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly DateTimeOffset _started;
    private readonly Task _running;
    private volatile SubscriptionStatus _status;

    public ClusterSubscriptions(InfluxCluster cluster, SubscriptionAddress address, InputServices services)
    {
        (_cluster, _address, _time) = (cluster, address, services.Time);
        _log = services.LoggerFactory.CreateLogger("tocsin.subscriptions");
        _listeners = new SubscriptionListeners(cluster.Options, services);
        _started = _time.GetUtcNow();
        _status = new SubscriptionStatus { Influxdb = cluster.Name, Name = address.NameFor(cluster.Options), Destination = address.PlaceOf(cluster.Options) };
        _running = Task.Run(RunAsync);
    }

    public InfluxCluster Cluster => _cluster;

    public SubscriptionStatus Status => _status;

    /// <summary>The UDP ports that are open for it.</summary>
    public IReadOnlyList<InputStatus> Listeners => _listeners.All;

    /// <summary>Looks now.</summary>
    /// <returns>Why it failed; null when it did not.</returns>
    public async Task<string?> SyncAsync(CancellationToken cancellationToken)
    {
        await _syncing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (count, absent) = await ChangeAsync(cancellationToken).ConfigureAwait(false);
            if (absent is not null)
            {
                Lack(absent, count);
                return absent;
            }

            if (_status.FailingSince is not null || _status.Synced is null)
                Log.Synced(_log, _cluster.Name, _status.Name, count);
            _status = _status with { Count = count, Synced = _time.GetUtcNow(), FailingSince = null, Problem = "", NeedsAttention = false };
            return null;
        }
        catch (Exception problem) when (problem is InfluxException or InputException)
        {
            Note(problem.Message);
            return problem.Message;
        }
        finally
        {
            _syncing.Release();
        }
    }

    /// <summary>Takes all subscriptions of this server away, as nobody wants them any more.</summary>
    public async Task DropAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var subscription in (await _cluster.Client.SubscriptionsAsync(cancellationToken).ConfigureAwait(false)).Where(subscription => subscription.Name == _status.Name))
                await _cluster.Client.DropSubscriptionAsync(subscription, cancellationToken).ConfigureAwait(false);
        }
        catch (InfluxException problem)
        {
            Log.NotDropped(_log, _cluster.Name, _status.Name, problem.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _listeners.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                var isGood = await SyncAsync(_stopping.Token).ConfigureAwait(false) is null;
                var interval = _cluster.Options.SubscriptionsSyncInterval;
                await Task.Delay(isGood || pause > interval ? interval : pause, _time, _stopping.Token).ConfigureAwait(false);
                pause = isGood ? FirstPause : pause * 2;
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    private async Task<(int Count, string? Absent)> ChangeAsync(CancellationToken cancellationToken)
    {
        var client = _cluster.Client;
        var (places, absent) = await WantedAsync(client, cancellationToken).ConfigureAwait(false);
        var wanted = places.Select(place => new InfluxSubscription(place.Database, place.RetentionPolicy, _status.Name, "ANY", [DestinationOf(place)])).ToList();
        var change = SubscriptionChange.Between(wanted, await client.SubscriptionsAsync(cancellationToken).ConfigureAwait(false), _status.Name, _address.HostsFor(_cluster.Options));
        foreach (var subscription in change.Drop)
        {
            await client.DropSubscriptionAsync(subscription, cancellationToken).ConfigureAwait(false);
            Log.Dropped(_log, _cluster.Name, subscription.Name, subscription.Database, subscription.RetentionPolicy);
        }

        foreach (var subscription in change.Create)
        {
            await client.CreateSubscriptionAsync(subscription, cancellationToken).ConfigureAwait(false);
            Log.Created(_log, _cluster.Name, subscription.Name, subscription.Database, subscription.RetentionPolicy);
        }

        await _listeners.CloseOthersAsync(_cluster.Options.SubscriptionProtocol == SubscriptionProtocol.Udp ? places : []).ConfigureAwait(false);
        return (wanted.Count, absent);
    }

    private string DestinationOf((string Database, string RetentionPolicy) place) => _cluster.Options.SubscriptionProtocol == SubscriptionProtocol.Udp
        ? _address.DestinationOf(_cluster.Options, _listeners.PortOf(place.Database, place.RetentionPolicy))
        : _address.DestinationOf(_cluster.Options);

    private async Task<(IReadOnlyList<(string Database, string RetentionPolicy)> Places, string? Absent)> WantedAsync(InfluxClient client, CancellationToken cancellationToken)
    {
        var (named, excluded) = (_cluster.Options.Subscriptions, _cluster.Options.ExcludedSubscriptions);
        var places = new List<(string, string)>();
        var databases = await client.DatabasesAsync(cancellationToken).ConfigureAwait(false);
        var absent = named.Keys.Except(databases).Order(StringComparer.Ordinal).Select(name => $"there is no database '{name}'{Nearest(name, databases)}").ToList();
        foreach (var database in databases)
        {
            if (named.Count > 0 && !named.ContainsKey(database))
                continue;
            var policies = await client.RetentionPoliciesAsync(database, cancellationToken).ConfigureAwait(false);
            if (named.TryGetValue(database, out var meant))
                absent.AddRange(meant.Except(policies).Select(name => $"database '{database}' has no retention policy '{name}'{Nearest(name, policies)}"));
            places.AddRange(policies
                .Where(policy => named.Count == 0 || named[database].Contains(policy))
                .Where(policy => !excluded.TryGetValue(database, out var left) || !left.Contains(policy))
                .Select(policy => (database, policy)));
        }

        return (places, absent.Count == 0 ? null : $"subscriptions of the configuration names what is not there: {string.Join("; ", absent)}");
    }

    private static string Nearest(string name, IEnumerable<string> known) => NearestName.Find(name, known) is { } nearest ? $", did you mean '{nearest}'?" : "";

    // What is there has its subscriptions; what was meant besides may be misspelt, or come yet.
    private void Lack(string absent, int count)
    {
        var now = _time.GetUtcNow();
        if (_status.Problem != absent)
            Log.Absent(_log, _cluster.Name, count, absent);
        _status = _status with { Count = count, Synced = now, FailingSince = _status.FailingSince ?? now, Problem = absent, NeedsAttention = true };
    }

    private void Note(string problem)
    {
        var now = _time.GetUtcNow();
        var isLate = _status.Synced is not null || now - _started >= _cluster.Options.StartupTimeout;
        if (_status.Problem != problem)
            Log.Fails(_log, isLate ? LogLevel.Error : LogLevel.Warning, _cluster.Name, problem);
        _status = _status with { FailingSince = _status.FailingSince ?? now, Problem = problem, NeedsAttention = isLate };
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "subscriptions cannot be kept, and are tried again influxdb={Influxdb} error={Error}")]
        public static partial void Fails(ILogger logger, LogLevel level, string influxdb, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "subscriptions are missing influxdb={Influxdb} count={Count} error={Error}")]
        public static partial void Absent(ILogger logger, string influxdb, int count, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "subscriptions are as they should be influxdb={Influxdb} name={Name} count={Count}")]
        public static partial void Synced(ILogger logger, string influxdb, string name, int count);

        [LoggerMessage(Level = LogLevel.Information, Message = "subscription created influxdb={Influxdb} name={Name} database={Database} rp={RetentionPolicy}")]
        public static partial void Created(ILogger logger, string influxdb, string name, string database, string retentionPolicy);

        [LoggerMessage(Level = LogLevel.Information, Message = "subscription dropped influxdb={Influxdb} name={Name} database={Database} rp={RetentionPolicy}")]
        public static partial void Dropped(ILogger logger, string influxdb, string name, string database, string retentionPolicy);

        [LoggerMessage(Level = LogLevel.Warning, Message = "subscriptions that are no longer wanted could not be removed influxdb={Influxdb} name={Name} error={Error}")]
        public static partial void NotDropped(ILogger logger, string influxdb, string name, string error);
    }
}
