using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps;

/// <summary>Tells VictorOps (Splunk On-Call) of alerts through its REST integration.</summary>
[AlertHandler("victorops", Property = "victorOps")]
internal sealed class VictorOpsHandler : IAlertHandler
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly VictorOpsSettings _settings;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Uri _address;
    private readonly string _monitoringTool;

    public VictorOpsHandler(VictorOpsOptions options, VictorOpsSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _settings = settings;
        _http = http;
        _time = time;
        _monitoringTool = settings.MonitoringTool.Length == 0 ? context.Product : settings.MonitoringTool;
        _address = AddressOf(settings, options.RoutingKey.Length == 0 ? settings.RoutingKey : options.RoutingKey);
    }

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new ReadOnlyMemoryContent(VictorOpsMessage.Write(alert, _monitoringTool, _settings.JsonData)),
        };
        request.Content.Headers.ContentType = Json;
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return Judge(response, await HttpReply.ReadAsync(response, cancellationToken).ConfigureAwait(false));
        }
        catch (HttpRequestException e)
        {
            return Delivery.Retry($"VictorOps could not be reached: {WithoutKey(e.Message)}");
        }
    }

    private Delivery Judge(HttpResponseMessage response, string body)
    {
        var (result, message) = Understand(WithoutKey(body));
        var code = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return result == "failure"
                ? Delivery.Refused($"VictorOps refused the alert: {message}")
                : Delivery.FromStatus(response.StatusCode, body.Length == 0 ? null : WithoutKey(body));
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
            return Delivery.Refused("VictorOps: URL or API key not found: 404; check 'url' and 'api-key' in the section 'victorops'");

        // VictorOps answers 403 when it is asked too often.
        var reason = $"VictorOps answered {code}: {message}";
        return code is 403 or 408 or 425 or 429 or >= 500
            ? Delivery.Retry(reason, HttpReply.RetryAfter(response, _time))
            : Delivery.Refused(reason);
    }

    private static (string Result, string Message) Understand(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return (Text(json.RootElement, "result"), Text(json.RootElement, "message") is { Length: > 0 } message ? message : body);
        }
        catch (JsonException)
        {
            // Proxies answer with pages: the text itself is then all there is to tell.
        }

        return ("", body);
    }

    private static string Text(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    // The key is a part of the address: no message may show it, neither as it is nor as addresses write it.
    private string WithoutKey(string text) => _settings.ApiKey.Length == 0
        ? text
        : text.Replace(_settings.ApiKey, "***", StringComparison.Ordinal)
            .Replace(Uri.EscapeDataString(_settings.ApiKey), "***", StringComparison.Ordinal);

    // A routing key may hold anything, even slashes, which stay what they are.
    private static Uri AddressOf(VictorOpsSettings settings, string routingKey)
    {
        var keys = routingKey.Split('/', StringSplitOptions.RemoveEmptyEntries).Prepend(settings.ApiKey).Select(Uri.EscapeDataString);
        var address = new UriBuilder(settings.Url);
        address.Path = address.Path.TrimEnd('/') + "/" + string.Join('/', keys);
        return address.Uri;
    }
}
