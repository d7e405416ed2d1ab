using System.Net.Http.Headers;
using System.Text;
using Tocsin.Dsl.Templates;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts.Handlers.Post;

/// <summary>Posts each event as JSON, or as the template of its endpoint, to an address.</summary>
[AlertHandler("post")]
internal sealed class PostHandler : IAlertHandler
{
    private const string NoReply = "unknown error, use .captureResponse() to capture the HTTP response";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PostOptions _options;
    private readonly PostEndpoint? _endpoint;
    private readonly Uri? _address;
    private readonly TextTemplate? _template;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public PostHandler(PostOptions options, IReadOnlyList<PostEndpoint> endpoints, HandlerServices services)
    {
        _options = options;
        _time = services.Time;
        _endpoint = endpoints.FirstOrDefault(e => e.Endpoint == options.Endpoint);
        _address = _endpoint?.Url ?? (Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && !url.IsFile ? url : null);
        _template = _endpoint is null ? null : TemplateOf(_endpoint);
        _http = options.SkipSslVerification ? services.UnverifiedHttp : services.Http;
    }

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (_address is null)
        {
            return Delivery.Refused(_options.Endpoint.Length == 0
                ? $"the post url '{_options.Url}' is not an address such as https://host/path"
                : $"there is no httppost endpoint '{_options.Endpoint}', and the url '{_options.Url}' is not an address");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, _address);
        if (!TryFill(request, alert, out var problem))
            return Delivery.Refused(problem);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_options.Timeout > TimeSpan.Zero)
            timeout.CancelAfter(_options.Timeout);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            return await JudgeAsync(response, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Delivery.Retry($"post to {Place}: no answer within {_options.Timeout}");
        }
        catch (HttpRequestException e)
        {
            return Delivery.Retry($"failed to POST alert data to {Place}: {e.Message}");
        }
    }

    // Addresses may carry keys in path and query; host and port say enough.
    private string Place => _endpoint is null ? _address?.Authority ?? "" : $"endpoint '{_endpoint.Endpoint}'";

    private bool TryFill(HttpRequestMessage request, AlertEvent alert, out string problem)
    {
        problem = "";
        if (_template is null)
        {
            request.Content = new ReadOnlyMemoryContent(AlertJson.WriteLine(alert));
            request.Content.Headers.ContentType = Json;
        }
        else if (_template.TryRender(new AlertTemplateData(alert), out var body, out var error))
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }
        else
        {
            problem = $"the template of {Place} failed: {error}";
            return false;
        }

        if (alert.IdempotencyKey.Length > 0)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", alert.IdempotencyKey);
        if (_endpoint is not null)
        {
            request.Headers.Authorization = _endpoint.BasicAuth.ToHeader();
            SetHeaders(request, _endpoint.Headers);
        }

        SetHeaders(request, _options.Headers);
        return true;
    }

    private void SetHeaders(HttpRequestMessage request, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            // What the body is, its writer knows; only a template's author may say it.
            if (_template is null && name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                continue;

            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private async ValueTask<Delivery> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return Delivery.Done;

        var reply = _options.CaptureResponse ? await HttpReply.ReadAsync(response, cancellationToken).ConfigureAwait(false) : NoReply;
        return Delivery.FromStatus(response.StatusCode, reply, HttpReply.RetryAfter(response, _time));
    }

    private static TextTemplate? TemplateOf(PostEndpoint endpoint)
    {
        var isInline = endpoint.AlertTemplate.Length > 0;
        if (!isInline && endpoint.AlertTemplateFile.Length == 0)
            return null;

        var text = isInline ? endpoint.AlertTemplate : File.ReadAllText(endpoint.AlertTemplateFile);
        var result = TextTemplate.Parse("alert-template", text, new TemplateOptions { Shape = AlertTemplateData.Layout, HasJson = isInline });
        return result.Template ?? throw new FormatException($"httppost endpoint '{endpoint.Endpoint}': {result.Error?.Message}");
    }
}
