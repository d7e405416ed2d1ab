using System.Net;
using System.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Http.Oidc;

/// <summary>Browsers and callers of the API are known by what a provider of OpenID Connect says of them.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Handler = """{"id":"h","kind":"post","options":{"url":"http://127.0.0.1:1/"}}""";
    private const string Start = "tocsin/v1/session/oidc";

    private readonly FakeTime _time = new(TimeProvider.System.GetUtcNow());
    private OidcProviderStandIn _provider = null!; // Set before each test.
    private ApiHost _api = null!;

    public async Task InitializeAsync()
    {
        _provider = await OidcProviderStandIn.StartAsync();
        _api = await StartAsync(Options());
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_is_led_to_the_provider_and_comes_back_signed_in()
    {
        using var browser = new Browser(_api.Address);

        var back = await browser.GetAsync(Start + "?return=/page?x=1");

        (back.StatusCode, back.Headers.Location!.ToString()).Should().Be((HttpStatusCode.Redirect, "/page?x=1"));
        var cookie = back.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith("tocsin-session=", StringComparison.Ordinal));
        cookie.Should().Contain("httponly").And.Contain("samesite=strict").And.NotContain("; secure");
        (await browser.TextAsync("tocsin/v1/session")).Should().Contain("\"name\": \"oidc:ann\"").And.Contain("respond").And.Contain("write");
        (await browser.GetAsync("kapacitor/v1/tasks")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.SendAsync(HttpMethod.Post, "kapacitor/v1/alerts/topics/t/handlers", Handler, "same-origin")).StatusCode.Should().Be(HttpStatusCode.Forbidden, "respond and write define nothing");
        (await browser.SendAsync(HttpMethod.Delete, "tocsin/v1/session", null, "same-origin")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await browser.GetAsync("kapacitor/v1/tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_how_to_be()
    {
        using var browser = new Browser(_api.Address);

        (await browser.TextAsync("tocsin/v1/session/ways")).Should().MatchRegex("\"password\": ?false").And.MatchRegex("\"provider\": ?\"127.0.0.1\"").And.MatchRegex($"\"path\": ?\"/{Start}\"");
    }

    [Fact]
    public async Task A_stolen_cookie_changes_nothing_from_another_page_and_ends()
    {
        _provider.Claims["groups"] = "admins";
        using var browser = new Browser(_api.Address);
        await browser.GetAsync(Start);
        const string Path = "kapacitor/v1/alerts/topics/t/handlers";

        (await browser.SendAsync(HttpMethod.Post, Path, Handler, site: null)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await browser.SendAsync(HttpMethod.Post, Path, Handler, "cross-site")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await browser.SendAsync(HttpMethod.Post, Path, Handler, "same-origin")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.TextAsync("tocsin/v1/audit")).Should().Contain("oidc:ann");
        _time.Advance(SessionTable.Lasts - TimeSpan.FromMinutes(1));
        (await browser.GetAsync("kapacitor/v1/tasks")).StatusCode.Should().Be(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromMinutes(2));
        (await browser.GetAsync("kapacitor/v1/tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "the provider is asked again after that, however busy the page is");
    }

    [Theory]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("", "/")]
    public async Task Nobody_is_led_elsewhere_afterwards(string wanted, string led)
    {
        using var browser = new Browser(_api.Address);

        (await browser.GetAsync($"{Start}?return={Uri.EscapeDataString(wanted)}")).Headers.Location!.ToString().Should().Be(led);
    }

    [Fact]
    public async Task What_another_browser_began_is_not_ended_here()
    {
        using var victim = new Browser(_api.Address);
        using var attacker = new Browser(_api.Address);
        var callback = await attacker.GetAsync(Start, until: "callback");

        var answer = await victim.GetAsync(callback.Headers.Location!.PathAndQuery.TrimStart('/'));

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("the sign-in was begun by another browser, or too long ago: begin again");
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).Should().NotContain(cookie => cookie.StartsWith("tocsin-session=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_has_no_role_is_told_which_claim_would_give_one()
    {
        _provider.Claims["groups"] = new[] { "staff" };
        using var browser = new Browser(_api.Address);

        var answer = await browser.GetAsync(Start);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("oidc:ann may do nothing here: no value of the claim 'groups' is among oidc.roles (admins, oncall)");
        _provider.Claims.Remove("preferred_username");
        (await (await browser.GetAsync(Start)).Content.ReadAsStringAsync()).Should().Contain("the token has no claim 'preferred_username' that could name a caller: choose another with oidc.name-claim");
    }

    [Fact]
    public async Task Access_tokens_are_callers_of_the_API()
    {
        (await AskAsync(_provider.Token())).Status.Should().Be(200);
        (await AskAsync(_provider.Token(claims: new() { ["preferred_username"] = "bob" }))).Should().Match<ApiReply>(reply => reply.Status == 403 && reply.Error.Contains("oidc:bob lacks the role read"));
        (await AskAsync(null)).Status.Should().Be(401);

        await using var nested = await StartAsync(Options() with { RolesClaim = "realm_access.roles", NameClaim = "sub" });
        var token = _provider.Token(claims: new() { ["realm_access"] = new { roles = new[] { "oncall" } } });
        (await nested.SendAsync("GET", "/tasks", (string?)null, ("Authorization", $"Bearer {token}"))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("audience", "invalid token: it is for somebody else than 'tocsin', which oidc.audience, or else oidc.client-id, names")]
    [InlineData("expired", "invalid token: it has expired")]
    [InlineData("none", "invalid token: ")]
    [InlineData("changed", "invalid token: signature is invalid")]
    public async Task Wrong_tokens_are_refused_and_why(string what, string why)
    {
        var token = what switch
        {
            "audience" => _provider.Token("other"),
            "expired" => _provider.Token(lastsSeconds: -3600),
            "none" => _provider.Token(algorithm: "none"),
            _ => _provider.Token().Split('.') is [var head, _, var signature] ? $"{head}.{_provider.Token(claims: new() { ["preferred_username"] = "eve", ["groups"] = "admins" }).Split('.')[1]}.{signature}" : "",
        };

        var answer = await AskAsync(token);

        (answer.Status, answer.Error).Should().Match<(int Status, string Error)>(given => given.Status == 401 && given.Error.StartsWith(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_change_are_found_and_a_provider_that_is_away_keeps_nobody_out()
    {
        (await AskAsync(_provider.Token())).Status.Should().Be(200);
        _provider.RotateKeys();

        (await AskAsync(_provider.Token())).Error.Should().Contain("a key that", "it was asked a moment ago");
        _time.Advance(TimeSpan.FromMinutes(1));
        (await AskAsync(_provider.Token())).Status.Should().Be(200);
        _provider.IsDown = true;
        _time.Advance(TimeSpan.FromHours(2));
        (await AskAsync(_provider.Token(now: _time.GetUtcNow()))).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_provider_that_was_never_reached_is_asked_twice_a_minute_at_most()
    {
        using var log = new LogLines();
        using var provider = new OidcProvider(Options(), _time, log);
        _provider.IsDown = true;

        for (var i = 0; i < 3; i++)
            (await provider.Awaiting(asked => asked.GetConfigurationAsync(default)).Should().ThrowAsync<OidcException>()).Which.Message.Should().Contain("the provider answers 503 to ");
        _provider.Asked.Should().Be(1, "nobody waits for what failed a moment ago");
        log.Lines.Should().ContainSingle().Which.Should().Contain("could not be read").And.Contain("503");

        _provider.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(31));
        var known = await provider.GetConfigurationAsync(default);
        _provider.Asked.Should().Be(2);

        _provider.IsDown = true;
        _time.Advance(TimeSpan.FromHours(2));
        for (var i = 0; i < 3; i++)
            (await provider.GetConfigurationAsync(default)).Should().BeSameAs(known);
        _provider.Asked.Should().Be(3);
        log.Lines.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("secret", "the provider does not know this server: oidc.client-id and oidc.client-secret must be those it gave")]
    [InlineData("issuer", "the provider calls itself 'http://other/', and oidc.issuer is '")]
    [InlineData("away", "cannot be reached")]
    [InlineData("down", "the provider answers 503 to ")]
    public async Task What_is_wrong_with_the_configuration_is_said(string what, string why)
    {
        var options = Options();
        switch (what)
        {
            case "secret":
                options = options with { ClientSecret = "other" };
                break;
            case "issuer":
                _provider.Issuer = "http://other/";
                break;
            case "away":
                options = options with { Issuer = "http://127.0.0.1:1" };
                break;
            default:
                _provider.IsDown = true;
                break;
        }

        await using var api = await StartAsync(options);
        using var browser = new Browser(api.Address);

        var answer = await browser.GetAsync(Start);

        answer.StatusCode.Should().Be(what == "secret" ? HttpStatusCode.Unauthorized : HttpStatusCode.BadGateway);
        (await answer.Content.ReadAsStringAsync()).Should().Contain(why);
        if (what != "secret")
            (await api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", $"Bearer {_provider.Token()}"))).Error.Should().StartWith("the token cannot be checked: ").And.Contain(why);
    }

    [Theory]
    [InlineData("{client-id: x}", "issuer", "is missing")]
    [InlineData("{issuer: 'http://id.example.com', client-id: x, roles: {a: admin}}", "issuer", "must be https, but on this machine")]
    [InlineData("{issuer: id.example.com, client-id: x, roles: {a: admin}}", "issuer", "isn't the address of a provider")]
    [InlineData("{issuer: 'https://id.example.com', roles: {a: admin}}", "client-id", "is missing")]
    [InlineData("{issuer: 'https://id.example.com', client-id: x}", "roles", "nobody would be allowed anything")]
    [InlineData("{issuer: 'https://id.example.com', client-id: x, roles: {a: 'read, boss'}}", "roles", "there is no role 'boss': there are read, write, respond, author or admin")]
    [InlineData("{issuer: 'https://id.example.com', client-id: x, roles: {a: admin}, scopes: [profile]}", "scopes", "must contain openid")]
    [InlineData("{issuer: 'https://id.example.com', client-id: x, roles: {a: admin}, name-claim: ''}", "name-claim", "must not be empty")]
    public void What_cannot_work_is_refused_at_the_start(string section, string key, string why) =>
        ConfigFile.Parse("c.yaml", "oidc: " + section, static _ => null).Problems.Should().ContainSingle().Which.ToString().Should().Contain(key).And.Contain(why);

    [Fact]
    public void The_roles_are_those_of_users() =>
        new OidcOptions { Issuer = "https://x", ClientId = "x", Roles = new Dictionary<string, string> { ["a"] = "boss" } }.Check().Single().Message.Should().EndWith($"there are {RoleNames.Known}");

    [Fact]
    public async Task Without_a_provider_there_is_no_such_sign_in()
    {
        await using var api = await ApiHost.StartAsync();

        foreach (var path in new[] { Start, Start + "/callback" })
            (await api.SendAsync("GET", "//" + path)).Should().Match<ApiReply>(reply => reply.Status == 404 && reply.Error.Contains("oidc.issuer names the provider"));
    }

    private OidcOptions Options() => new()
    {
        Issuer = _provider.Url,
        ClientId = OidcProviderStandIn.ClientId,
        ClientSecret = OidcProviderStandIn.Secret,
        Roles = new Dictionary<string, string> { ["admins"] = "admin", ["oncall"] = "respond, write" },
    };

    private Task<ApiHost> StartAsync(OidcOptions options) =>
        ApiHost.StartAsync(new EngineSettings { Time = _time }, config: ConfigFile.Default with { Options = new ServerOptions { Oidc = options } });

    private Task<ApiReply> AskAsync(string? token) =>
        token is null ? _api.SendAsync("GET", "/tasks") : _api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", $"Bearer {token}"));

    /// <summary>Follows redirects and keeps cookies, but for the last redirect back to a page.</summary>
    private sealed class Browser(Uri server) : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

        public async Task<HttpResponseMessage> GetAsync(string path, string until = "never")
        {
            var url = new Uri(server, path);
            while (true)
            {
                var answer = await _http.GetAsync(url);
                if (answer.StatusCode != HttpStatusCode.Redirect || !answer.Headers.Location!.IsAbsoluteUri || answer.Headers.Location.AbsolutePath.Contains(until, StringComparison.Ordinal))
                    return answer;
                url = answer.Headers.Location;
            }
        }

        public async Task<string> TextAsync(string path) => await (await GetAsync(path)).Content.ReadAsStringAsync();

        public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? site)
        {
            using var request = new HttpRequestMessage(method, new Uri(server, path));
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (site is not null)
                request.Headers.Add("Sec-Fetch-Site", site);
            return await _http.SendAsync(request);
        }

        public void Dispose() => _http.Dispose();
    }
}
