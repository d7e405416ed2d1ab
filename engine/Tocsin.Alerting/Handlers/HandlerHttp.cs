using System.Collections.Concurrent;
using System.Net;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// The HTTP clients of the product: pooled connections, no cookies, no deadline of their own since each attempt has one. None follows a
/// redirect: a POST that is sent elsewhere arrives empty or without its credentials, and the answer to that would count.
/// </summary>
public static class HandlerHttp
{
    private static readonly HandlerTls Unchecked = new("", "", "", TakesAny: true);
    private static readonly Lazy<HttpClient> LazyUnverified = new(() => Create(verifies: false));

    // Few: each is of a section of the configuration.
    private static readonly ConcurrentDictionary<(HandlerTls, string Version), Lazy<HttpClient>> OwnCertificates = new();

    // So long a changed address of a host may go unnoticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    internal static HttpClient Unverified => LazyUnverified.Value;

    /// <summary>A client with certificates of its own, one for all that have the same.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be used.</exception>
    internal static HttpClient For(HandlerTls tls)
    {
        var key = (tls, tls.Version);
        try
        {
            return OwnCertificates.GetOrAdd(key, static key => new Lazy<HttpClient>(() => Create(NewHandler(key.Item1)))).Value;
        }
        catch (InvalidOperationException)
        {
            OwnCertificates.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>A client for the lifetime of the server.</summary>
    /// <param name="verifies">False takes any certificate.</param>
    public static HttpClient Create(bool verifies = true) => Create(NewHandler(verifies));

    /// <summary>A client for the lifetime of the server over connections of a kind.</summary>
    public static HttpClient Create(HttpMessageHandler connections) => new PooledHttp(connections, ownsConnections: true);

    /// <summary>
    /// A client for one handler or one call, over the connections of another: what its holder sets on it, or that it is disposed, is nothing
    /// to others. Costs next to nothing, and need not be disposed.
    /// </summary>
    /// <param name="http">A client made here; another one is given back as it is.</param>
    public static HttpClient SeparateOf(HttpClient http) => http is PooledHttp pooled ? pooled.Separate() : http;

    /// <summary>What such a client stands on.</summary>
    /// <param name="verifies">False takes any certificate.</param>
    public static HttpMessageHandler NewHandler(bool verifies = true) => NewHandler(verifies ? null : Unchecked);

    private static OldServers NewHandler(HandlerTls? tls) => new(NewHandler(tls, ConnectionLifetime), NewHandler(tls, TimeSpan.Zero));

    private static SocketsHttpHandler NewHandler(HandlerTls? tls, TimeSpan lifetime)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = lifetime,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
        tls?.Apply(handler.SslOptions);
        return handler;
    }
}
