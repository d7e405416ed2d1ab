using System.Net;
using Tocsin.Alerting.Handlers.Outgoing;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// The HTTP clients of the product: pooled connections, no cookies, no deadline of their own since each attempt has one. None follows a
/// redirect: a POST that is sent elsewhere arrives empty or without its credentials, and the answer to that would count.
/// </summary>
public static class HandlerHttp
{
    // So long a changed address of a host may go unnoticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A client for the lifetime of the server.</summary>
    /// <param name="verifies">False takes any certificate.</param>
    /// <param name="outgoing">Keeps it from addresses; null for none.</param>
    public static HttpClient Create(bool verifies = true, OutgoingGuard? outgoing = null) => Create(NewHandler(verifies, outgoing));

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
    /// <param name="outgoing">Keeps it from addresses; null for none.</param>
    public static HttpMessageHandler NewHandler(bool verifies = true, OutgoingGuard? outgoing = null) => NewHandler(verifies ? null : HandlerTls.Unchecked, outgoing);

    /// <summary>The same with certificates.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be used.</exception>
    public static HttpMessageHandler NewHandler(HandlerTls? tls, OutgoingGuard? outgoing) =>
        new OldServers(NewHandler(tls, outgoing, ConnectionLifetime), NewHandler(tls, outgoing, TimeSpan.Zero));

    private static SocketsHttpHandler NewHandler(HandlerTls? tls, OutgoingGuard? outgoing, TimeSpan lifetime)
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
        if (outgoing is not null)
            handler.ConnectCallback = outgoing.ConnectAsync;
        tls?.Apply(handler.SslOptions);
        return handler;
    }
}
