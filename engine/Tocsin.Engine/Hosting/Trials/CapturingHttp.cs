using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Pipelines.Nodes.HttpPost;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Takes requests in the place of the network: keeps each for whoever made it, and has it answered.</summary>
/// <param name="secrets">Texts to be hidden in what is kept: output of trials ends in logs and tickets.</param>
/// <param name="answers">The other side.</param>
/// <param name="ofNodes">Takes requests that no handler makes; null when nobody wants them.</param>
internal sealed class CapturingHttp(IReadOnlyList<string> secrets, AnswerScript answers, Action<CapturedRequest>? ofNodes = null) : HttpMessageHandler
{
    private static readonly AsyncLocal<Capture?> Current = new();

    private readonly SecretTexts _secrets = new(secrets);

    /// <summary>Hides the secrets of all services that are configured.</summary>
    public static CapturingHttp For(HandlerKinds kinds, ServiceSections services, AnswerScript answers, Action<CapturedRequest>? ofNodes = null) =>
        new([.. kinds.All.SelectMany(kind => kind.SecretsIn(services)).Distinct()], answers, ofNodes);

    /// <summary>Starts to gather the requests of the calling handler.</summary>
    public static IReadOnlyList<CapturedRequest> Begin(HandlerTarget handler)
    {
        var capture = new Capture(handler, []);
        Current.Value = capture;
        return capture.Requests;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var node = RequestSender.Of(request);
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var captured = new CapturedRequest(request.Method.Method, _secrets.Hide(request.RequestUri?.ToString() ?? ""), _secrets.Hide(body)) { Node = node?.ToString(), Headers = HeadersOf(request) };
        if (Current.Value is { } capture)
            capture.Requests.Add(captured);
        else
            ofNodes?.Invoke(captured);
        return node is { } sender
            ? answers.AnswerAtOnce(request, sender)
            : await answers.AnswerAsync(request, Current.Value?.Handler, cancellationToken).ConfigureAwait(false);
    }

    // Nodes send on the thread of their task, which waits; nothing here waits for anything else.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    private Dictionary<string, string> HeadersOf(HttpRequestMessage request) => request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
        .ToDictionary(header => header.Key, header => _secrets.Hide(string.Join(", ", header.Value)), StringComparer.OrdinalIgnoreCase);

    private sealed record Capture(HandlerTarget Handler, List<CapturedRequest> Requests);
}
