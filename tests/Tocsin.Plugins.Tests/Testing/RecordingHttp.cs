using System.Net;
using System.Text;

namespace Tocsin.Plugins.Tests.Testing;

/// <summary>Takes requests of handlers in the place of the network, and keeps them. Safe for any thread.</summary>
internal sealed class RecordingHttp(Func<SentRequest, HttpResponseMessage>? answer) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<SentRequest> _requests = [];

    public IReadOnlyList<SentRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = new SentRequest(
            request.Method.Method,
            request.RequestUri?.AbsoluteUri ?? "",
            [.. request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()).Select(header => $"{header.Key}: {string.Join(',', header.Value)}")],
            request.Content is null ? Array.Empty<byte>() : await request.Content.ReadAsByteArrayAsync(cancellationToken));
        lock (_gate)
            _requests.Add(sent);
        var response = answer?.Invoke(sent) ?? new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent("""{"ok":true,"result":"success","status":"success"}""", Encoding.UTF8, "application/json"),
        };
        response.RequestMessage = request;
        return response;
    }
}
