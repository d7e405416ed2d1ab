namespace Tocsin.Alerting.Handlers;

/// <summary>A client over connections that clients of others use too. It has no deadline of its own, since each attempt has one.</summary>
internal sealed class PooledHttp : HttpClient
{
    private readonly HttpMessageHandler _connections;

    public PooledHttp(HttpMessageHandler connections, bool ownsConnections)
        : base(new TraceHeaders(new CleanHeaders(connections)), ownsConnections)
    {
        _connections = connections;
        Timeout = System.Threading.Timeout.InfiniteTimeSpan;
    }

    public PooledHttp Separate() => new(_connections, ownsConnections: false);
}
