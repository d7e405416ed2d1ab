using System.Net;

namespace Tocsin.Pipelines.Shadows;

/// <summary>Answers requests of nodes with 200 in the place of those they go to, which are sent nothing.</summary>
internal sealed class UnsentRequests : HttpMessageHandler
{
    /// <summary>For all shadows.</summary>
    public static readonly HttpClient Client = new(new UnsentRequests());

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        new(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent("{}") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));
}
