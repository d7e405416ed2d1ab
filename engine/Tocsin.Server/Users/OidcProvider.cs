using System.Text.Json;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Users;

/// <summary>
/// What a provider says of itself, and the keys that it signs with: read when they are needed first, again once an hour, and when a token is signed with one
/// that is not known, twice a minute at most. A provider that is away meanwhile leaves what is known; while nothing is, it is not asked more often either, and
/// nobody waits for it. Safe for any number of threads.
/// </summary>
internal sealed partial class OidcProvider(OidcOptions options, TimeProvider time, ILogger log) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private const int MostBytes = 1 << 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Known? _known;
    private volatile OidcException? _problem;
    private long _tried;
    private volatile bool _isAsked;

    public OidcOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>Asks the provider.</summary>
    public HttpClient Http { get; } = NewHttp();

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (Remembered() is { } known)
            return known;
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (Remembered() is { } meanwhile)
                return meanwhile;
            (_tried, _isAsked) = (time.GetTimestamp(), false);
            try
            {
                _known = new Known(await ReadAsync(cancel).ConfigureAwait(false), _tried);
            }
            catch (OidcException problem)
            {
                Failed(log, problem.Message);
                _problem = problem;
                if (_known is null)
                    throw;
            }

            // What it said before stays true until it says otherwise.
            return _known.Configuration;
        }
        finally
        {
            _one.Release();
        }
    }

    public void RequestRefresh() => _isAsked = true;

    /// <summary>How a token of the provider is judged.</summary>
    /// <param name="audience">Whom it must be for.</param>
    public TokenValidationParameters ParametersFor(string audience) => new()
    {
        ValidIssuer = options.Issuer,
        ValidAudience = audience,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
        LifetimeValidator = IsInTime,
    };

    public void Dispose()
    {
        Http.Dispose();
        _one.Dispose();
    }

    private static HttpClient NewHttp()
    {
        var http = HandlerHttp.Create();
        (http.Timeout, http.MaxResponseContentBufferSize) = (Patience, MostBytes);
        return http;
    }

    /// <summary>What is known and new enough; null when the provider is to be asked.</summary>
    /// <exception cref="OidcException">It was asked a moment ago, or is just now, and nothing is known.</exception>
    private OpenIdConnectConfiguration? Remembered()
    {
        if (_known is { } known)
            return IsDue(known) ? null : known.Configuration;
        return _problem is { } problem && time.GetElapsedTime(_tried) < Pause ? throw new OidcException(problem.Message, problem) : null;
    }

    private bool IsDue(Known known) => (_isAsked || time.GetElapsedTime(known.At) >= Fresh) && time.GetElapsedTime(_tried) >= Pause;

    // Clocks differ a little.
    private bool IsInTime(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (until is null || until <= now - parameters.ClockSkew)
            throw new SecurityTokenExpiredException();
        return from is null || from <= now + parameters.ClockSkew;
    }

    private async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancel)
    {
        var issuer = options.Issuer.TrimEnd('/');
        var found = Parsed(OpenIdConnectConfiguration.Create, await AskAsync($"{issuer}/.well-known/openid-configuration", cancel).ConfigureAwait(false));
        if (found.Issuer != options.Issuer)
            throw new OidcException($"the provider calls itself '{found.Issuer}', and oidc.issuer is '{options.Issuer}': write it as the provider does");
        if (string.IsNullOrEmpty(found.AuthorizationEndpoint) || string.IsNullOrEmpty(found.TokenEndpoint) || string.IsNullOrEmpty(found.JwksUri))
            throw new OidcException($"the provider {options.Issuer} does not say where its authorization_endpoint, token_endpoint and jwks_uri are: is it a provider of OpenID Connect?");
        found.JsonWebKeySet = Parsed(static text => new JsonWebKeySet(text), await AskAsync(found.JwksUri, cancel).ConfigureAwait(false));
        foreach (var key in found.JsonWebKeySet.GetSigningKeys())
            found.SigningKeys.Add(key);
        return found.SigningKeys.Count > 0 ? found : throw new OidcException($"the provider {options.Issuer} has no keys to sign with at {found.JwksUri}");
    }

    private T Parsed<T>(Func<string, T> parse, string text)
    {
        try
        {
            return parse(text);
        }
        catch (Exception problem) when (problem is ArgumentException or JsonException)
        {
            throw new OidcException($"the provider {options.Issuer} answers something else than OpenID Connect says: is oidc.issuer right?", problem);
        }
    }

    private async Task<string> AskAsync(string url, CancellationToken cancel)
    {
        try
        {
            using var reply = await Http.GetAsync(url, cancel).ConfigureAwait(false);
            if (!reply.IsSuccessStatusCode)
                throw new OidcException($"the provider answers {(int)reply.StatusCode} to {url}: is oidc.issuer, '{options.Issuer}', what it calls itself?");
            return await reply.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is HttpRequestException or InvalidOperationException or NotSupportedException or UriFormatException || (problem is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new OidcException($"the provider {options.Issuer} cannot be reached: {(problem.InnerException ?? problem).Message}", problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what the provider of sign-ins says of itself could not be read, and is tried again when it is needed next err={Why}")]
    private static partial void Failed(ILogger logger, string why);

    private sealed record Known(OpenIdConnectConfiguration Configuration, long At);
}
