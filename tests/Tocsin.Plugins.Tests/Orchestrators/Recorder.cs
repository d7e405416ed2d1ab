using System.Net;

namespace Tocsin.Plugins.Tests.Orchestrators;

/// <summary>Stands in for an orchestrator's API: answers what a test says, one after the other, and keeps what was asked.</summary>
internal sealed class Recorder(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
{
    /// <summary>Method, address and body.</summary>
    public List<string> Asked { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add($"{request.Method} {request.RequestUri} {body}".TrimEnd());
        Requests.Add(request);
        var (status, answer) = answers[Math.Min(Asked.Count, answers.Length) - 1];
        return status == 0 ? throw new HttpRequestException("connection refused") : new HttpResponseMessage(status) { Content = new StringContent(answer), RequestMessage = request };
    }
}
