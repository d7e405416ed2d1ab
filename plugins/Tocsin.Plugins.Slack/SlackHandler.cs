using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>Posts alerts to Slack through an incoming webhook.</summary>
[AlertHandler("slack")]
internal sealed class SlackHandler(SlackOptions options, SlackSettings settings, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = new ReadOnlyMemoryContent(SlackMessage.Write(alert, options, settings)),
        };
        request.Content.Headers.ContentType = Json;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var reply = await HttpReply.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return Delivery.FromStatus(response.StatusCode, WithoutKey(reply), HttpReply.RetryAfter(response, time));
        }
        catch (HttpRequestException e)
        {
            return Delivery.Retry($"Slack could not be reached: {WithoutKey(e.Message)}");
        }
    }

    // The path of a webhook is its key.
    private string WithoutKey(string text) =>
        settings.Url is { AbsolutePath.Length: > 1 } url ? text.Replace(url.AbsolutePath, "/***", StringComparison.Ordinal) : text;
}
