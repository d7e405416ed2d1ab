using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>The ways to write to the InfluxDBs of the configuration, one for each name. Safe for any number of threads.</summary>
public sealed class InfluxOutputs : IAsyncDisposable
{
    // So long a server that stops waits for InfluxDB; what it does not take by then is kept on disk.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly bool _isTemporary;
    private readonly InfluxClusters _clusters;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InfluxOutput> _outputs = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <param name="folder">Holds what waits; null for a folder that goes with the process.</param>
    /// <param name="clusters">The InfluxDBs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggerFactory">Takes what goes wrong.</param>
    public InfluxOutputs(string? folder, InfluxClusters clusters, TimeProvider time, ILoggerFactory loggerFactory)
    {
        _isTemporary = folder is null;
        _folder = folder ?? Path.Combine(Path.GetTempPath(), $"tocsin-{Guid.NewGuid():N}");
        (_clusters, _time, _log) = (clusters, time, loggerFactory.CreateLogger("tocsin.influxdb"));
        clusters.Changed += Change;
    }

    /// <summary>How writing goes, by name; those that fail first.</summary>
    public IReadOnlyList<InfluxOutputStatus> All
    {
        get
        {
            lock (_gate)
                return [.. _outputs.Values.Select(output => output.Status).OrderByDescending(status => status.NeedsAttention).ThenBy(status => status.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Goes on with what waited when the server stopped.</summary>
    public void Start()
    {
        foreach (var cluster in _clusters.All)
        {
            if (Directory.Exists(FolderOf(cluster.Name)))
                _ = For(cluster);
        }
    }

    /// <summary>The way to an InfluxDB.</summary>
    /// <exception cref="IOException">What waits for it cannot be read.</exception>
    public InfluxOutput For(InfluxCluster cluster)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_outputs.TryGetValue(cluster.Name, out var output))
                _outputs[cluster.Name] = output = new InfluxOutput(cluster.Name, _clusters, FolderOf(cluster.Name), _isTemporary, cluster.Options.KeepUnwrittenBytes, _time, _log);
            return output;
        }
    }

    /// <summary>Writes what is in memory, or keeps it.</summary>
    public async ValueTask DisposeAsync()
    {
        _clusters.Changed -= Change;
        List<InfluxOutput> all;
        lock (_gate)
        {
            _isClosed = true;
            all = [.. _outputs.Values];
        }

        await Task.WhenAll(all.Select(output => output.StopAsync(Patience))).ConfigureAwait(false);
        if (_isTemporary && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void Change()
    {
        lock (_gate)
        {
            foreach (var output in _outputs.Values)
            {
                if (_clusters.TryFind(output.Name, out var cluster))
                    output.Limit(cluster.Options.KeepUnwrittenBytes);
                output.TryNow();
            }
        }
    }

    // Names are free, file names are not.
    private string FolderOf(string name) => Path.Combine(_folder, Uri.EscapeDataString(name) is "." or ".." or "" ? $"%{name}" : Uri.EscapeDataString(name));
}
