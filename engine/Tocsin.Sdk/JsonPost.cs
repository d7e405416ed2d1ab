using System.Net.Http.Headers;
using System.Text;

namespace Tocsin.Sdk;

/// <summary>
/// Posts JSON to one service and has its answer judged, for handlers of services that are notified by HTTP. What the service says, and what
/// goes wrong on the way to it, is reported without secrets. Safe for any thread.
/// </summary>
/// <param name="service">The service's name, as the reasons of deliveries show it.</param>
/// <param name="http">The client that the handler was given.</param>
/// <param name="time">The clock for a <c>Retry-After</c> that is a date.</param>
/// <param name="secrets">Texts that no delivery may show, such as keys and the paths of secret addresses. Empty ones are left out.</param>
public sealed class JsonPost(string service, HttpClient http, TimeProvider time, params IEnumerable<string> secrets)
{
    private readonly JsonApi _api = new(service, http, time, secrets);

    /// <summary>Headers of every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What is secret of the address of a webhook: its path and its query, without which nobody can post.</summary>
    public static IEnumerable<string> SecretsOf(Uri? webhook) =>
        webhook is null ? [] : new[] { webhook.AbsolutePath, webhook.Query }.Where(s => s.Length > 1);

    /// <summary>The header for a login by user and password; null without a user. Its parameter is as secret as the password.</summary>
    public static AuthenticationHeaderValue? BasicLogin(string username, string password) => username.Length == 0
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));

    /// <summary>One attempt. No connection, and an answer that breaks off, are to be tried again; else <paramref name="judge"/> decides.</summary>
    /// <param name="address">Where to post.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="judge">Says what an answer means; <see cref="ServiceReply.Judge"/> is the usual way.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="authorization">The header <c>Authorization</c>; null sends none.</param>
    public ValueTask<Delivery> SendAsync(
        Uri address, ReadOnlyMemory<byte> body, Func<ServiceReply, Delivery> judge, CancellationToken cancellationToken,
        AuthenticationHeaderValue? authorization = null) =>
        _api.AskAsync(HttpMethod.Post, address, body, Headers, authorization, reply => ValueTask.FromResult(judge(reply)), cancellationToken);
}
