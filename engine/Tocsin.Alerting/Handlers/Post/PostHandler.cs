using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>Posts each event as JSON, or as the template of its endpoint, to an address.</summary>
[AlertHandler("post")]
internal sealed class PostHandler : IAlertHandler
{
    private const string NoReply = "unknown error, use .captureResponse() to capture the HTTP response";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PostOptions _options;
    private readonly PostEndpoint? _endpoint;
    private readonly Uri? _address;
    private readonly PostTemplate? _addressTemplate;
    private readonly PostTemplate? _template;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly PostLimits _limits;

    public PostHandler(PostOptions options, IReadOnlyList<PostEndpoint> endpoints, HandlerServices services)
    {
        _options = options;
        _time = services.Time;
        _limits = services.PostLimits;
        _endpoint = endpoints.FirstOrDefault(e => e.Endpoint == options.Endpoint);
        _addressTemplate = PostTemplate.OfAddress(_endpoint?.Url.OriginalString ?? options.Url);
        _address = _endpoint?.Url ?? PostOptions.AddressOf(options.Url);
        _template = PostTemplate.OfBody(options, _endpoint);
        _http = options.SkipSslVerification ? services.UnverifiedHttp : services.Http;
    }

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (!TryAddress(alert, out var address, out var problem))
            return Delivery.Refused(problem);

        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        if (!TryFill(request, alert, out problem))
            return Delivery.Refused(problem);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_options.Timeout > TimeSpan.Zero)
            timeout.CancelAfter(_options.Timeout);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            return await JudgeAsync(response, address, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Delivery.Retry($"post to {PlaceOf(address)}: no answer within {_options.Timeout}");
        }
        catch (FormatException e)
        {
            return Delivery.Refused($"nothing was posted to {PlaceOf(address)}: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Delivery.Retry($"failed to POST alert data to {PlaceOf(address)}: {SecretsOf(address).Hide(CauseOf(e))}");
        }
    }

    // Addresses may carry keys in path and query; host and port say enough.
    private string PlaceOf(Uri address) => _endpoint is null ? address.Authority : $"endpoint '{_endpoint.Endpoint}'";

    private SecretTexts SecretsOf(Uri address) => PostSecrets.Of(address, _options, _endpoint);

    // What broke a request off is said by the innermost error only; why none could be sent, best by the outermost.
    private static string CauseOf(Exception error) =>
        error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            ? error.Message
            : error.GetBaseException().Message;

    private bool TryAddress(AlertEvent alert, [NotNullWhen(true)] out Uri? address, out string problem)
    {
        address = _address;
        problem = "";
        if (_addressTemplate is not null)
        {
            if (!_addressTemplate.TryRender(alert, _limits, out var url, out var error))
            {
                address = null;
                problem = $"the template of the url failed: {error}";
                return false;
            }

            address = PostOptions.AddressOf(url);
        }

        if (address is not null)
            return true;

        problem = _options.Endpoint.Length == 0
            ? $"the post url '{_options.Url}' is not an address such as https://host/path"
            : $"there is no httppost endpoint '{_options.Endpoint}', and the url '{_options.Url}' is not an address";
        return false;
    }

    private bool TryFill(HttpRequestMessage request, AlertEvent alert, out string problem)
    {
        problem = "";
        if (_template is null)
        {
            request.Content = new ReadOnlyMemoryContent(AlertJson.WriteLine(alert));
            request.Content.Headers.ContentType = Json;
        }
        else if (_template.TryRender(alert, _limits, out var body, out var error))
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }
        else
        {
            problem = $"the template of the body failed: {error}";
            return false;
        }

        if (alert.IdempotencyKey.Length > 0)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", alert.IdempotencyKey);
        if (_endpoint is not null)
        {
            request.Headers.Authorization = _endpoint.BasicAuth.ToHeader();
            SetHeaders(request, _endpoint.Headers);
        }

        request.Headers.Authorization = _options.BasicAuth.ToHeader() ?? request.Headers.Authorization;
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

            // A name that belongs to bodies cannot be asked for among the others; it can only fail to be added to them.
            HttpHeaders? place = request.Headers.TryAddWithoutValidation(name, value) ? request.Headers : request.Content?.Headers;
            place?.Remove(name);
            place?.TryAddWithoutValidation(name, value);
        }
    }

    private async ValueTask<Delivery> JudgeAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return Delivery.Done with { Reply = $"status {(int)response.StatusCode}" };
        if (HttpReply.RedirectOf(response) is { } redirect)
        {
            var told = PostSecrets.CredentialsOf(address, _options, _endpoint).Hide(redirect);
            return Delivery.Refused($"post to {PlaceOf(address)}: status {(int)response.StatusCode}: {told}");
        }

        var reply = _options.CaptureResponse
            ? SecretsOf(address).Hide(await HttpReply.ReadAsync(response, cancellationToken).ConfigureAwait(false))
            : NoReply;
        return Delivery.FromStatus(response.StatusCode, reply, HttpReply.RetryAfter(response, _time));
    }
}
