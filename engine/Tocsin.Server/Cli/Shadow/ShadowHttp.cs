using System.Net;

namespace Tocsin.Server.Cli.Shadow;

/// <summary>Lets only queries of InfluxDBs out: what nodes would post to others is answered as if it had arrived.</summary>
/// <param name="inner">Sends what is let out.</param>
/// <param name="queried">The addresses of the InfluxDBs.</param>
internal sealed class ShadowHttp(HttpMessageHandler inner, IEnumerable<string> queried) : DelegatingHandler(inner)
{
    private readonly HashSet<string> _queried = [.. queried.Select(url => new Uri(url).Authority)];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri is { } address && _queried.Contains(address.Authority)
            ? base.SendAsync(request, cancellationToken)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent("{}") });
}
