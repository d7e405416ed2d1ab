using System.Collections.Concurrent;
using Tocsin.Alerting.Handlers.Outgoing;

namespace Tocsin.Alerting.Handlers;

/// <summary>The HTTP clients of an engine, which reach the addresses that may be reached: one for each kind of certificates. Safe for any number of threads.</summary>
public sealed class OutgoingClients
{
    /// <summary>What holds without a configuration.</summary>
    public static readonly OutgoingClients Default = new(OutgoingGuard.Default);

    private readonly Lazy<HttpClient> _http;
    private readonly Lazy<HttpClient> _unverified;

    // Few: each is of a section of the configuration.
    private readonly ConcurrentDictionary<(HandlerTls, string Version), Lazy<HttpClient>> _ownCertificates = new();

    public OutgoingClients(OutgoingGuard guard)
    {
        Guard = guard;
        _http = new(() => HandlerHttp.Create(verifies: true, guard));
        _unverified = new(() => HandlerHttp.Create(verifies: false, guard));
    }

    public OutgoingGuard Guard { get; }

    public HttpClient Http => _http.Value;

    /// <summary>Takes any certificate.</summary>
    public HttpClient Unverified => _unverified.Value;

    /// <summary>A client with certificates of its own, one for all that have the same.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be used.</exception>
    internal HttpClient For(HandlerTls tls)
    {
        var key = (tls, tls.Version);
        try
        {
            return _ownCertificates.GetOrAdd(key, key => new Lazy<HttpClient>(() => HandlerHttp.Create(HandlerHttp.NewHandler(key.Item1, Guard)))).Value;
        }
        catch (InvalidOperationException)
        {
            _ownCertificates.TryRemove(key, out _);
            throw;
        }
    }
}
