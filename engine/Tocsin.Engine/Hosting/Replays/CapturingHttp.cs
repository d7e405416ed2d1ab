using System.Net;
using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>Takes requests in the place of the network: keeps each for the handler that made it and answers that all is well.</summary>
/// <param name="secrets">Texts to be hidden in what is kept: output of replays ends in logs and tickets.</param>
internal sealed class CapturingHttp(IReadOnlyList<string> secrets) : HttpMessageHandler
{
    private static readonly AsyncLocal<List<CapturedRequest>?> Current = new();

    private readonly SecretTexts _secrets = new(secrets);

    /// <summary>Starts to gather the requests of the calling handler.</summary>
    public static List<CapturedRequest> Begin() => Current.Value = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        Current.Value?.Add(new CapturedRequest(request.Method.Method, _secrets.Hide(request.RequestUri?.ToString() ?? ""), _secrets.Hide(body)));
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent("""{"result":"success","status":"success","ok":true}""", Encoding.UTF8, "application/json"),
        };
    }
}
