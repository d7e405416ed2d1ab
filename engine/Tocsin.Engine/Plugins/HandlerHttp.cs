namespace Tocsin.Engine.Plugins;

/// <summary>The HTTP clients of all handlers: pooled connections, no cookies, no deadline of their own since each attempt has one.</summary>
public static class HandlerHttp
{
    private static readonly Lazy<HttpClient> LazyUnverified = new(() => Create(verifies: false));

    // So long a changed address of a host may go unnoticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    internal static HttpClient Unverified => LazyUnverified.Value;

    /// <summary>A client for the lifetime of the server.</summary>
    /// <param name="verifies">False takes any certificate.</param>
    public static HttpClient Create(bool verifies = true)
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
        if (!verifies)
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
