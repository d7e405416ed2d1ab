using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>Keeps what a request was sent with out of what is told of its answer: some services answer with all they were sent.</summary>
internal static class PostSecrets
{
    /// <summary>The secrets of one request: path, query and user of the address, values of the headers that were configured, the password.</summary>
    public static SecretTexts Of(Uri address, PostOptions options, PostEndpoint? endpoint) =>
        new(All(address, options, endpoint).Append(address.AbsolutePath.Length > 1 ? address.AbsolutePath : ""));

    /// <summary>The same without the path, for telling of another address.</summary>
    public static SecretTexts CredentialsOf(Uri address, PostOptions options, PostEndpoint? endpoint) => new(All(address, options, endpoint));

    private static IEnumerable<string> All(Uri address, PostOptions options, PostEndpoint? endpoint)
    {
        var headers = options.Headers.Values.Concat(endpoint?.Headers.Values ?? []);
        return new[] { address.Query.Length > 1 ? address.Query : "", address.UserInfo }
            .Concat(headers.SelectMany(PartsOf))
            .Concat(PartsOf(options.BasicAuth))
            .Concat(endpoint is null ? [] : PartsOf(endpoint.BasicAuth));
    }

    // "Bearer abc": whoever has the second word has the key.
    private static IEnumerable<string> PartsOf(string header) => header.Split(' ', 2) is [_, var credentials] ? [header, credentials] : [header];

    private static IEnumerable<string> PartsOf(BasicAuth auth) => [auth.Password, auth.ToHeader()?.Parameter ?? ""];
}
