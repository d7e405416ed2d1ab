using System.Net.Http.Headers;

namespace Tocsin.Sdk;

/// <summary>
/// Asks one service by HTTP and JSON, for handlers that need more than one request for an event; see <see cref="JsonPost"/> for those that
/// need one. What the service says, and what goes wrong on the way to it, is reported without secrets. Safe for any thread.
/// </summary>
/// <param name="service">The service's name, as the reasons of deliveries show it.</param>
/// <param name="http">The client that the handler was given.</param>
/// <param name="time">The clock for a <c>Retry-After</c> that is a date.</param>
/// <param name="secrets">Texts that no delivery may show, such as keys and the paths of secret addresses. Empty ones are left out.</param>
public sealed class JsonApi(string service, HttpClient http, TimeProvider time, params IEnumerable<string> secrets)
{
    private readonly SecretTexts _secrets = new(secrets);

    /// <summary>Headers of every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What the bodies are. Default <c>application/json</c>.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>How much of a good answer is read, in bytes. Default 4096; of others never more than that is.</summary>
    public int LongestReply { get; init; } = HttpReply.UsualLength;

    /// <summary>One request. No connection, and an answer that breaks off, are to be tried again; else <paramref name="next"/> goes on.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">Where to ask.</param>
    /// <param name="body">The JSON; empty sends none.</param>
    /// <param name="next">Says what an answer means, or asks further.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public ValueTask<Delivery> AskAsync(
        HttpMethod method, Uri address, ReadOnlyMemory<byte> body, Func<ServiceReply, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        AskAsync(method, address, body, Headers, null, next, cancellationToken);

    internal async ValueTask<Delivery> AskAsync(
        HttpMethod method, Uri address, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> headers,
        AuthenticationHeaderValue? authorization, Func<ServiceReply, ValueTask<Delivery>> next, CancellationToken cancellationToken)
    {
        ServiceReply reply;
        try
        {
            using var request = RequestOf(method, address, body, headers);
            if (authorization is not null)
                request.Headers.Authorization = authorization;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (HttpReply.RedirectOf(response) is { } redirect)
                return Delivery.Refused($"{service} answered {(int)response.StatusCode}: {_secrets.Hide(redirect)}");
            var longest = response.IsSuccessStatusCode ? LongestReply : HttpReply.UsualLength;
            var text = await HttpReply.ReadAsync(response, longest, cancellationToken).ConfigureAwait(false);
            reply = new ServiceReply(service, response.StatusCode, _secrets.Hide(text), HttpReply.RetryAfter(response, time));
        }
        catch (FormatException e)
        {
            return Delivery.Refused($"{service} cannot be asked: {_secrets.Hide(e.Message)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Delivery.Retry($"{service} could not be reached: {_secrets.Hide(e.Message)}");
        }

        return await next(reply).ConfigureAwait(false);
    }

    private HttpRequestMessage RequestOf(HttpMethod method, Uri address, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> headers)
    {
        var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body.Length > 0)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        }

        return request;
    }
}
