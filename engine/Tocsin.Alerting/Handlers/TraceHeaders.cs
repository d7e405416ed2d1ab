using Tocsin.Alerting.Tracing;

namespace Tocsin.Alerting.Handlers;

/// <summary>Says to the other side which trace a request belongs to, where it belongs to one that is recorded.</summary>
internal sealed class TraceHeaders(HttpMessageHandler connections) : DelegatingHandler(connections)
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => base.Send(Marked(request), cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(Marked(request), cancellationToken);

    private static HttpRequestMessage Marked(HttpRequestMessage request)
    {
        if (Traces.Current is not { } span)
            return request;

        // What a definition says itself stays.
        if (request.Headers.NonValidated.Contains("traceparent"))
            return request;
        request.Headers.TryAddWithoutValidation("traceparent", span.Id);
        if (span.TraceStateString is { Length: > 0 } state)
            request.Headers.TryAddWithoutValidation("tracestate", state);
        return request;
    }
}
