using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tocsin.Testing;

/// <summary>A provider of OpenID Connect: says where things are, signs people in without asking, gives tokens for codes with PKCE, and changes its keys.</summary>
public sealed class OidcProviderStandIn : IAsyncDisposable
{
    public const string ClientId = "tocsin";
    public const string Secret = "s3cret";

    private readonly WebApplication _app;
    private readonly Dictionary<string, (string Challenge, string Nonce, string Redirect)> _codes = [];
    private RSA _key = RSA.Create(2048);
    private int _keys = 1;
    private int _asked;

    private OidcProviderStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", DescribeAsync);
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", GiveTokensAsync);
        _app.MapGet("/keys", context => context.Response.WriteAsync(Keys()));
    }

    public string Url => _app.Urls.Single();

    /// <summary>What tokens say of whoever signs in.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["preferred_username"] = "ann", ["groups"] = new[] { "staff", "oncall" } };

    /// <summary>What it calls itself.</summary>
    public string? Issuer { get; set; }

    public bool IsDown { get; set; }

    /// <summary>How often it was asked what it says of itself.</summary>
    public int Asked => _asked;

    public static async Task<OidcProviderStandIn> StartAsync()
    {
        var provider = new OidcProviderStandIn();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Signs with another key from now on, and publishes that one only.</summary>
    public void RotateKeys()
    {
        _key.Dispose();
        (_key, _keys) = (RSA.Create(2048), _keys + 1);
    }

    /// <summary>A token for a caller of the API.</summary>
    public string Token(string audience = ClientId, int lastsSeconds = 600, string algorithm = "RS256", Dictionary<string, object>? claims = null, DateTimeOffset? now = null) =>
        Sign(new Dictionary<string, object>(claims ?? Claims) { ["aud"] = audience }, lastsSeconds, algorithm, now ?? TimeProvider.System.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private Task DescribeAsync(HttpContext context)
    {
        Interlocked.Increment(ref _asked);
        if (!IsDown)
        {
            return context.Response.WriteAsJsonAsync(new Dictionary<string, object>
            {
                ["issuer"] = Issuer ?? Url, ["authorization_endpoint"] = Url + "/authorize", ["token_endpoint"] = Url + "/token", ["jwks_uri"] = Url + "/keys",
                ["response_types_supported"] = new[] { "code" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" }, ["subject_types_supported"] = new[] { "public" },
            });
        }

        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["code_challenge_method"] != "S256" || query["response_type"] != "code")
            return Results.BadRequest();
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["code_challenge"].ToString(), query["nonce"].ToString(), query["redirect_uri"].ToString());
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
    }

    private async Task GiveTokensAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var isKnown = _codes.Remove(form["code"].ToString(), out var given);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var error = form["client_id"] != ClientId || form["client_secret"] != Secret ? "invalid_client"
            : !isKnown || challenge != given.Challenge || form["redirect_uri"] != given.Redirect ? "invalid_grant" : null;
        if (error is not null)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = error });
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        var identity = Sign(new Dictionary<string, object>(Claims) { ["aud"] = ClientId, ["nonce"] = given.Nonce }, 600, "RS256", now);
        await context.Response.WriteAsJsonAsync(new Dictionary<string, object> { ["id_token"] = identity, ["access_token"] = Token(), ["token_type"] = "Bearer", ["expires_in"] = 600 });
    }

    private string Sign(Dictionary<string, object> claims, int lastsSeconds, string algorithm, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        claims["iss"] = Issuer ?? Url;
        claims["sub"] = "1";
        claims["iat"] = seconds;
        claims["exp"] = seconds + lastsSeconds;
        var text = $"{Part(new { alg = algorithm, typ = "JWT", kid = $"k{_keys}" })}.{Part(claims)}";
        var signature = algorithm == "none" ? [] : _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private string Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = $"k{_keys}", n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
