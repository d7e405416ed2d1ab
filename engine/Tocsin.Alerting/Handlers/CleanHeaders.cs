using System.Net.Http.Headers;

namespace Tocsin.Alerting.Handlers;

/// <summary>Lets no request out whose headers would become other ones on their way: the last guard, for whatever the values are made of.</summary>
internal sealed class CleanHeaders(HttpMessageHandler connections) : DelegatingHandler(connections)
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => base.Send(Checked(request), cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(Checked(request), cancellationToken);

    private static HttpRequestMessage Checked(HttpRequestMessage request)
    {
        Check(request.Headers.NonValidated);
        if (request.Content is { } content)
            Check(content.Headers.NonValidated);
        return request;
    }

    private static void Check(HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
                    throw new FormatException($"the value of the header '{name}' has a line feed in it, which would begin another header: nothing is sent");
            }
        }
    }
}
