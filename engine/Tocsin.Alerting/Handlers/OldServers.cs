using System.Collections.Concurrent;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// Keeps no connection to servers of HTTP/1.0. They end it after each answer, most without saying so, and a request that is sent on one that
/// is about to end is lost; whether its server has seen it nobody knows, so that it cannot be sent again.
/// </summary>
/// <param name="keeping">Keeps connections.</param>
/// <param name="fresh">Makes a connection for each request.</param>
internal sealed class OldServers(HttpMessageHandler keeping, HttpMessageHandler fresh) : DelegatingHandler(keeping)
{
    // Whom a process talks to are a few; addresses that data makes up must not fill the memory.
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HttpMessageInvoker _fresh = new(fresh);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        IsOld(request) ? _fresh.Send(request, cancellationToken) : Learn(request, base.Send(request, cancellationToken));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => IsOld(request)
        ? await _fresh.SendAsync(request, cancellationToken).ConfigureAwait(false)
        : Learn(request, await base.SendAsync(request, cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _fresh.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Learn(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.Version.Minor == 0 && response.Version.Major == 1 && _known.Count < MostKnown && request.RequestUri is { } address)
            _known.TryAdd(address.Authority, 0);
        return response;
    }

    private bool IsOld(HttpRequestMessage request)
    {
        if (request.RequestUri is not { } address || !_known.ContainsKey(address.Authority))
            return false;
        request.Headers.ConnectionClose = true;
        return true;
    }
}
