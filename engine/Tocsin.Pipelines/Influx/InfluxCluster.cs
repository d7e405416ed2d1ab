using Tocsin.Influx.Client;

namespace Tocsin.Pipelines.Influx;

/// <summary>A configured InfluxDB, one server or a cluster. Safe for any number of threads.</summary>
public sealed class InfluxCluster
{
    // Many tasks ask at the same moment when they are aligned.
    private const int QueriesAtOnce = 32;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _queries = new(QueriesAtOnce);
    private readonly TimeProvider _time;
    private readonly HttpMessageHandler? _handler;
    private InfluxClient? _client;

    internal InfluxCluster(InfluxOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        Options = options;
        _time = time;
        _handler = handler;
    }

    /// <summary>What nodes call it.</summary>
    public string Name => Options.Name;

    public InfluxOptions Options { get; }

    /// <summary>What speaks to it. Not to be disposed by who uses it.</summary>
    /// <exception cref="Tocsin.Influx.Connections.InfluxException">A certificate of the configuration cannot be used.</exception>
    public InfluxClient Client
    {
        get
        {
            lock (_gate)
                return _client ??= new InfluxClient(Options.Connection, _time, _handler);
        }
    }

    /// <summary>Asks, when not too many others do: time limits count from then on.</summary>
    /// <exception cref="Tocsin.Influx.Connections.InfluxException">There is no answer.</exception>
    internal async Task AskAsync(Func<InfluxClient, Task> ask, CancellationToken cancellationToken)
    {
        await _queries.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ask(Client).ConfigureAwait(false);
        }
        finally
        {
            _queries.Release();
        }
    }

    internal void Close()
    {
        lock (_gate)
            _client?.Dispose();
    }
}
