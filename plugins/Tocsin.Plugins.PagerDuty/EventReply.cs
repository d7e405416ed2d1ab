using System.Net;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>Sends an event and judges what PagerDuty answers. No key is shown in what it says.</summary>
internal static class EventReply
{
    /// <param name="http">The client.</param>
    /// <param name="request">The event.</param>
    /// <param name="key">The integration's key.</param>
    /// <param name="tooOften">The status that means that this version of the API was asked too often.</param>
    /// <param name="time">The clock for a <c>Retry-After</c> that is a date.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async ValueTask<Delivery> SendAsync(
        HttpClient http, HttpRequestMessage request, string key, HttpStatusCode tooOften, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = await HttpReply.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            body = body.Replace(key, "***", StringComparison.Ordinal);
            return response.StatusCode == tooOften
                ? Delivery.Retry($"PagerDuty is asked too often: {Understand(body)}", HttpReply.RetryAfter(response, time)) with { Reply = body }
                : Judge(response, body, time);
        }
        catch (HttpRequestException e)
        {
            return Delivery.Retry($"PagerDuty could not be reached: {e.Message}");
        }
    }

    private static Delivery Judge(HttpResponseMessage response, string body, TimeProvider time)
    {
        if (response.IsSuccessStatusCode)
            return Delivery.FromStatus(response.StatusCode, body.Length == 0 ? null : body);

        var status = (int)response.StatusCode;
        var reason = $"PagerDuty answered {status}: {Understand(body)}";
        var delivery = status is 408 or 425 or 429 or >= 500 ? Delivery.Retry(reason, HttpReply.RetryAfter(response, time)) : Delivery.Refused(reason);
        return delivery with { Reply = body };
    }

    // {"status":…,"message":…,"errors":[…]}; proxies answer with pages, whose text is then all there is to tell.
    private static string Understand(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("message", out var message))
                return body;

            var errors = json.RootElement.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array ? list : default;
            return errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0
                ? $"{message} ({string.Join("; ", errors.EnumerateArray())})"
                : message.ToString();
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
