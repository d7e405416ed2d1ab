using System.Collections.Concurrent;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// Keeps no connection to servers of HTTP/1.0. They end it after each answer, most without saying so, and a request that is sent on one that
/// is about to end is lost.
/// </summary>
internal sealed class OldServers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // Whom a process talks to are a few; addresses that data makes up must not fill the memory.
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.OrdinalIgnoreCase);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prepare(request);
        try
        {
            return Learn(request, base.Send(request, cancellationToken));
        }
        catch (HttpRequestException problem) when (MayRepeat(request, problem))
        {
            return base.Send(request, cancellationToken);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prepare(request);
        try
        {
            return Learn(request, await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (HttpRequestException problem) when (MayRepeat(request, problem))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Prepare(HttpRequestMessage request)
    {
        if (IsOld(request))
            request.Headers.ConnectionClose = true;
    }

    private HttpResponseMessage Learn(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.Version.Minor == 0 && response.Version.Major == 1 && _known.Count < MostKnown && request.RequestUri is { } address)
            _known.TryAdd(address.Authority, 0);
        return response;
    }

    /// <summary>The first answers came on connections that were kept: their server has ended them, and has not seen the request.</summary>
    private bool MayRepeat(HttpRequestMessage request, HttpRequestException problem) =>
        (problem.HttpRequestError == HttpRequestError.ResponseEnded || problem.InnerException is IOException) && IsOld(request);

    private bool IsOld(HttpRequestMessage request) => request.RequestUri is { } address && _known.ContainsKey(address.Authority);
}
