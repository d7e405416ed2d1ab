using System.Net;

namespace Tocsin.Scripting.Tests.Testing;

/// <summary>Takes requests in the place of a network.</summary>
internal sealed class HttpStub : HttpMessageHandler
{
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public List<(string Method, string Address, string Body)> Requests { get; } = [];

    /// <summary>The headers of the last request.</summary>
    public string Headers { get; private set; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri?.ToString() ?? "", body));
        Headers = request.Headers.ToString();
        return new HttpResponseMessage(Status) { Content = new StringContent("") };
    }
}
