using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Buffers.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Http.Access;

/// <summary>Who callers say they are, in all the ways that clients have.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Secret = "a shared secret";
    private const string Password = "correct horse";
    private const string Users = "//tocsin/v1/users";
    private const string Tokens = "//tocsin/v1/tokens";
    private const string Session = "//tocsin/v1/session";

    private readonly FakeTime _time = new();
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new EngineSettings { Time = _time }, new HttpOptions { SharedSecret = Secret });
        (await AddAsync("root", "admin")).Status.Should().Be(200);
        (await AddAsync("bob", "read", Basic("root"))).Status.Should().Be(200);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Without_users_everybody_does_everything_and_the_first_must_be_an_administrator()
    {
        await using var api = await ApiHost.StartAsync();

        (await api.SendAsync("GET", Users)).Status.Should().Be(200);
        var reply = await api.SendAsync("POST", Users, """{"name":"bob","password":"correct horse","roles":["read"]}""");
        (reply.Status, reply.Error).Should().Be((409, "this would leave no administrator: give another user the role admin first"));
        (await api.SendAsync("POST", Tokens, """{"name":"t","roles":["read"]}""")).Status.Should().Be(409);
        (await api.SendAsync("GET", "/tasks")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Users_show_their_password_in_the_header_or_in_the_address()
    {
        (await _api.SendAsync("GET", "/tasks")).Status.Should().Be(401);
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(200);
        (await _api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", "Token bob:correct horse"))).Status.Should().Be(200);
        (await _api.SendAsync("GET", "/tasks?u=bob&p=correct%20horse")).Status.Should().Be(200);
        (await _api.SendAsync("GET", "/tasks?u=bob")).Status.Should().Be(401);
        (await _api.SendAsync("GET", "/tasks?u=bob&p=wrong")).Status.Should().Be(401);
        (await _api.SendAsync("GET", "//ping")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/ping")).Status.Should().Be(401);
    }

    [Theory]
    [InlineData("", "unable to parse authentication credentials")]
    [InlineData("Basic", "unable to parse authentication credentials")]
    [InlineData("Basic !", "unable to parse authentication credentials")]
    [InlineData("Basic Ym9i", "unable to parse authentication credentials")]
    [InlineData("Digest x", "unable to parse authentication credentials")]
    [InlineData("Basic OnB3", "username required")]
    [InlineData("Basic Ym9iOndyb25n", "authorization failed")]
    [InlineData("Basic bm9ib2R5Ondyb25n", "authorization failed")]
    [InlineData("Basic fnN1YnNjcmliZXI6d3Jvbmc=", "authorization failed")]
    [InlineData("Bearer tocsin_nothing", "authorization failed")]
    [InlineData("Bearer a.b.c", "invalid token")]
    public async Task What_shows_nobody_is_refused_on_one_line_in_the_peers_words(string header, string error)
    {
        var reply = await _api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", header));

        reply.Status.Should().Be(401);
        reply.Error.Should().StartWith(error);
        reply.Text.Should().StartWith("{\"error\":\"").And.HaveLength(reply.Text.TrimEnd('\n').Length + 1);
        reply.Headers.Should().NotContainKey("WWW-Authenticate");
    }

    [Fact]
    public async Task Who_is_known_and_may_not_is_answered_what_it_takes()
    {
        var reply = await _api.SendAsync("DELETE", "/tasks/t", (string?)null, Basic("bob"));

        (reply.Status, reply.Error).Should().Be((403, "user bob lacks the role author that DELETE /kapacitor/v1/tasks/t requires (has: read)"));
    }

    [Fact]
    public async Task A_token_is_shown_once_ends_in_time_and_when_it_is_revoked()
    {
        var made = await _api.SendAsync("POST", Tokens, """{"name":"telegraf","roles":["write"],"expires":"1h"}""", Basic("root"));
        made.Status.Should().Be(200);
        made.Headers["Cache-Control"].Should().Be("no-store");
        var token = made.At("token");
        token.Should().MatchRegex("^tocsin_[A-Za-z0-9_-]{43}$");

        var listed = await _api.SendAsync("GET", Tokens, (string?)null, Basic("root"));
        listed.Text.Should().NotContain(token).And.Contain("\"last-used\": null");
        foreach (var header in new[] { $"Bearer {token}", $"Token {token}", "Basic " + Base64($"anybody:{token}") })
            (await _api.SendAsync("POST", "//write?db=d", "m v=1", ("Authorization", header))).Status.Should().Be(204);
        (await _api.SendAsync("POST", $"//write?db=d&u=x&p={token}", "m v=1")).Status.Should().Be(204);
        (await _api.SendAsync("GET", Tokens, (string?)null, Basic("root"))).At("tokens.0.last-used").Should().NotBeEmpty();

        _time.Advance(TimeSpan.FromHours(1));
        var over = await _api.SendAsync("POST", "//write?db=d", "m v=1", ("Authorization", $"Bearer {token}"));
        (over.Status, over.Error).Should().Be((401, "authorization failed: the token has expired: create another with 'tocsin tokens add'"));

        var other = await _api.SendAsync("POST", Tokens, """{"name":"other","roles":["write"]}""", Basic("root"));
        (await _api.SendAsync("POST", "//write?db=d", "m v=1", ("Authorization", $"Bearer {other.At("token")}"))).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", $"{Tokens}/{other.At("id")}", (string?)null, Basic("root"))).Status.Should().Be(204);
        (await _api.SendAsync("POST", "//write?db=d", "m v=1", ("Authorization", $"Bearer {other.At("token")}"))).Status.Should().Be(401);
        (await _api.SendAsync("DELETE", $"{Tokens}/{other.At("id")}", (string?)null, Basic("root"))).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_change_of_a_user_is_in_force_at_once()
    {
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(200);

        (await _api.SendAsync("PATCH", Users + "/bob", """{"roles":["write"]}""", Basic("root"))).Status.Should().Be(200);
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(403);
        (await _api.SendAsync("PATCH", Users + "/bob", """{"password":"another horse"}""", Basic("root"))).Status.Should().Be(200);
        (await _api.SendAsync("POST", "//write?db=d", "m v=1", Basic("bob"))).Status.Should().Be(401);
        (await _api.SendAsync("POST", "//write?db=d", "m v=1", Basic("bob", "another horse"))).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", Users + "/bob", (string?)null, Basic("root"))).Status.Should().Be(204);
        (await _api.SendAsync("POST", "//write?db=d", "m v=1", Basic("bob", "another horse"))).Status.Should().Be(401);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        (await _api.SendAsync("DELETE", Users + "/root", (string?)null, Basic("root"))).Status.Should().Be(409);
        (await _api.SendAsync("PATCH", Users + "/root", """{"roles":["author"]}""", Basic("root"))).Status.Should().Be(409);
        (await _api.SendAsync("GET", Users, (string?)null, Basic("root"))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("""{"name":"bob","password":"correct horse","roles":["read"]}""", 409, "user 'bob' already exists*")]
    [InlineData("""{"name":"a:b","password":"correct horse","roles":["read"]}""", 400, "invalid user name 'a:b'*")]
    [InlineData("""{"name":".","password":"correct horse","roles":["read"]}""", 400, "invalid user name '.'*")]
    [InlineData("""{"name":"..","password":"correct horse","roles":["read"]}""", 400, "invalid user name '..'*")]
    [InlineData("""{"name":"b\u200bob","password":"correct horse","roles":["read"]}""", 400, "invalid user name*")]
    [InlineData("""{"name":"b\u2028ob","password":"correct horse","roles":["read"]}""", 400, "invalid user name*")]
    [InlineData("""{"name":"~x","password":"correct horse","roles":["read"]}""", 400, "invalid user name '~x'*")]
    [InlineData("""{"name":"x","password":"short","roles":["read"]}""", 400, "a password must have at least 8 characters")]
    [InlineData("""{"name":"x","password":"tocsin_horse","roles":["read"]}""", 400, "a password may not begin with 'tocsin_', as tokens do")]
    [InlineData("""{"name":"x","password":"correct horse","roles":["king"]}""", 400, "there is no role 'king'*")]
    [InlineData("""{"name":"x","password":"correct horse"}""", 400, "a user needs a role*")]
    public async Task A_user_that_cannot_be_is_refused(string body, int status, string error)
    {
        var reply = await _api.SendAsync("POST", Users, body, Basic("root"));

        reply.Status.Should().Be(status);
        reply.Error.Should().Match(error);
        reply.Text.Should().NotContain("correct horse");
    }

    [Fact]
    public async Task Who_fails_too_often_waits_and_others_of_that_name_do_not()
    {
        for (var i = 0; i < AttemptLimiter.ForName; i++)
            (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob", $"guess {i}"))).Status.Should().Be(401);

        var reply = await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"));
        (reply.Status, reply.Error).Should().Be((429, "too many failed sign-ins: wait before trying again"));
        reply.Headers["Retry-After"].Should().Be("30");
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("root"))).Status.Should().Be(200);

        _time.Advance(TimeSpan.FromSeconds(31));
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(200);
        _api.Logs.Streams.Should().NotBeNull();
    }

    [Fact]
    public async Task A_new_password_ends_the_wait_of_its_user()
    {
        for (var i = 0; i < AttemptLimiter.ForName; i++)
            (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob", $"guess {i}"))).Status.Should().Be(401);
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(429);

        (await _api.SendAsync("PATCH", Users + "/bob", """{"password":"another horse"}""", Basic("root"))).Status.Should().Be(200);

        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob", "another horse"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task What_fails_with_tokens_is_limited_and_keeps_no_password_and_no_right_token_out()
    {
        var token = (await _api.SendAsync("POST", Tokens, """{"name":"telegraf","roles":["write"]}""", Basic("root"))).At("token");
        var claims = $$"""{"username":"bob","exp":{{_time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()}}}""";
        foreach (var (wrong, why) in new[]
        {
            ("Bearer tocsin_revoked", "authorization failed: there is no such token, or it was revoked"),
            ("Basic " + Base64("~subscriber:of before"), "authorization failed: the subscription's password is out of date*"),
            ("Bearer " + Jwt(claims, "another secret"), "invalid token: signature is invalid"),
        })
        {
            for (var i = 0; i < 2 * AttemptLimiter.ForMachine; i++)
                await _api.SendAsync("POST", "//write?db=d", "m v=1", ("Authorization", wrong));
            var refused = await _api.SendAsync("POST", "//write?db=d", "m v=1", ("Authorization", wrong));
            (refused.Status, refused.Headers["Retry-After"]).Should().Be((429, "30"));
            refused.Error.Should().Match(why);
        }

        (await _api.SendAsync("POST", "//write?db=d", "m v=1", ("Authorization", $"Bearer {token}"))).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", "Bearer " + Jwt(claims, Secret)))).Status.Should().Be(200);
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task Who_was_let_in_before_is_not_kept_out_by_the_tries_of_others()
    {
        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(200);
        for (var i = 0; i <= AttemptLimiter.ForName; i++)
            await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob", $"guess {i}"));

        (await _api.SendAsync("GET", "/tasks", (string?)null, Basic("bob"))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("""{"username":"bob","exp":EXP}""", 200, "")]
    [InlineData("""{"username":"bob","exp":EXP,"roles":["write"]}""", 403, "jwt:bob lacks the role read*")]
    [InlineData("""{"username":"stranger","exp":EXP,"roles":["read"]}""", 401, "authorization failed: no user 'stranger': add the user, or set http.jwt-roles*")]
    [InlineData("""{"username":"stranger","exp":EXP}""", 401, "authorization failed: no user 'stranger'*")]
    [InlineData("""{"username":"~local","exp":EXP,"roles":["admin"]}""", 401, "username in token cannot be the name of a user*")]
    [InlineData("""{"username":"a\nb","exp":EXP,"roles":["admin"]}""", 401, "username in token cannot be the name of a user*")]
    [InlineData("""{"username":"bob","exp":EXP,"roles":null}""", 401, "invalid token: its claim roles*")]
    [InlineData("""{"username":"bob","exp":1000}""", 401, "invalid token: Token is expired")]
    [InlineData("""{"username":"bob","exp":EXP,"nbf":EXP}""", 401, "invalid token: Token is not valid yet")]
    [InlineData("""{"username":"bob"}""", 401, "token expiration required*")]
    [InlineData("""{"exp":EXP}""", 401, "token must contain a username")]
    [InlineData("""{"username":7,"exp":EXP}""", 401, "username in token must be a string")]
    [InlineData("""{"username":"bob","exp":EXP,"roles":["king"]}""", 401, "invalid token: its claim roles*")]
    public async Task Tokens_that_are_signed_with_the_shared_secret_are_taken(string claims, int status, string error)
    {
        claims = claims.Replace("EXP", _time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var reply = await _api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", "Bearer " + Jwt(claims, Secret)));

        reply.Status.Should().Be(status);
        if (error.Length > 0)
            reply.Error.Should().Match(error);
    }

    [Fact]
    public async Task Who_is_removed_or_may_do_less_can_do_no_more_with_what_was_signed_for_them()
    {
        var header = ("Authorization", "Bearer " + Jwt($$"""{"username":"bob","exp":{{_time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()}},"roles":["admin"]}""", Secret));
        (await _api.SendAsync("GET", "/tasks", (string?)null, header)).Status.Should().Be(200);
        (await _api.SendAsync("GET", Users, (string?)null, header)).Status.Should().Be(403);

        (await _api.SendAsync("DELETE", Users + "/bob", (string?)null, Basic("root"))).Status.Should().Be(204);

        (await _api.SendAsync("GET", Users, (string?)null, header)).Status.Should().Be(401);
        (await _api.SendAsync("GET", "/tasks", (string?)null, header)).Status.Should().Be(401);
    }

    [Fact]
    public async Task Where_the_configuration_says_so_the_signed_roles_count_alone_with_a_user_and_without()
    {
        await using var api = await ApiHost.StartAsync(new EngineSettings { Time = _time }, new HttpOptions { SharedSecret = Secret, JwtRoles = true });
        await api.SendAsync("POST", Users, $$"""{"name":"root","password":"{{Password}}","roles":["admin"]}""");
        await api.SendAsync("POST", Users, $$"""{"name":"bob","password":"{{Password}}","roles":["author"]}""", Basic("root"));
        var until = _time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        var (signed, bare) = (("Authorization", "Bearer " + Jwt($$"""{"username":"bob","exp":{{until}},"roles":["read"]}""", Secret)), ("Authorization", "Bearer " + Jwt($$"""{"username":"bob","exp":{{until}}}""", Secret)));

        foreach (var (isUser, remove) in new[] { (true, "DELETE"), (false, "GET") })
        {
            (await api.SendAsync("GET", "/tasks", (string?)null, signed)).Status.Should().Be(200);
            (await api.SendAsync("DELETE", "/tasks/t", (string?)null, signed)).Status.Should().Be(403);
            (await api.SendAsync("DELETE", "/tasks/t", (string?)null, bare)).Status.Should().Be(isUser ? 204 : 401);
            await api.SendAsync(remove, Users + "/bob", (string?)null, Basic("root"));
        }
    }

    [Fact]
    public async Task A_token_that_is_not_signed_or_by_somebody_else_is_refused()
    {
        var claims = $$"""{"username":"root","exp":{{_time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()}}}""";

        (await AskAsync(Jwt(claims, "another secret"))).Error.Should().Be("invalid token: signature is invalid");
        (await AskAsync(Jwt(claims, Secret, """{"alg":"none","typ":"JWT"}"""))).Error.Should().StartWith("invalid token: it must be signed");
        (await AskAsync(Jwt(claims, Secret)[..^2])).Status.Should().Be(401);
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { Auth = HttpAuth.On });
        (await api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", "Bearer " + Jwt(claims, "")))).Error.Should().Contain("no http.shared-secret");

        Task<ApiReply> AskAsync(string token) => _api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", "Bearer " + token));
    }

    [Fact]
    public async Task A_signed_token_ends_although_it_was_taken_before()
    {
        var header = ("Authorization", "Bearer " + Jwt($$"""{"username":"bob","exp":{{_time.GetUtcNow().AddSeconds(30).ToUnixTimeSeconds()}}}""", Secret));
        (await _api.SendAsync("GET", "/tasks", (string?)null, header)).Status.Should().Be(200);

        _time.Advance(TimeSpan.FromSeconds(31));

        (await _api.SendAsync("GET", "/tasks", (string?)null, header)).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_page_signs_in_with_a_cookie_that_no_script_and_no_other_page_can_use()
    {
        var reply = await _api.SendAsync("POST", Session, Json("""{"name":"root","password":"correct horse"}"""));
        reply.Status.Should().Be(200);
        var cookie = reply.Headers["Set-Cookie"];
        cookie.Should().Contain("httponly").And.Contain("samesite=strict").And.Contain("path=/");
        (string, string) held = ("Cookie", cookie.Split(';')[0]);
        var own = ("Origin", _api.Address.GetLeftPart(UriPartial.Authority));

        (await _api.SendAsync("GET", Session, (string?)null, held)).At("name").Should().Be("root");
        (await _api.SendAsync("DELETE", "/tasks/t", (string?)null, held, own)).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", "/tasks/t", (string?)null, held, ("Sec-Fetch-Site", "same-origin"))).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", "/tasks/t", (string?)null, held)).Status.Should().Be(403);
        foreach (var empty in new[] { "Authorization:", "Origin:", "Authorization:\r\nOrigin:" })
            (await _api.SendRawAsync($"DELETE /kapacitor/v1/tasks/t HTTP/1.1\r\nCookie: {held.Item2}\r\n{empty}")).Should().StartWith("HTTP/1.1 403 ");
        (await _api.SendAsync("DELETE", "/tasks/t", (string?)null, held, ("Origin", "https://evil.example"))).Status.Should().Be(403);
        (await _api.SendAsync("DELETE", "/tasks/t", (string?)null, held, ("Sec-Fetch-Site", "cross-site"))).Status.Should().Be(403);

        (await _api.SendAsync("DELETE", Session, (string?)null, held, own)).Status.Should().Be(204);
        (await _api.SendAsync("GET", Session, (string?)null, held)).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_session_ends_with_time_and_with_the_password()
    {
        var (first, second) = (await SignInAsync("bob"), await SignInAsync("bob"));
        (await _api.SendAsync("GET", "/tasks", (string?)null, first)).Status.Should().Be(200);

        _time.Advance(SessionTable.Lasts + TimeSpan.FromSeconds(1));
        (await _api.SendAsync("GET", "/tasks", (string?)null, first)).Status.Should().Be(401);

        second = await SignInAsync("bob");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _api.SendAsync("PATCH", Users + "/bob", """{"password":"another horse"}""", Basic("root"))).Status.Should().Be(200);
        (await _api.SendAsync("GET", "/tasks", (string?)null, second)).Status.Should().Be(401);
    }

    [Fact]
    public async Task Signing_in_takes_a_users_password_and_no_form()
    {
        (await _api.SendAsync("POST", Session, Json("""{"name":"bob","password":"wrong horse"}"""))).Status.Should().Be(401);
        (await _api.SendAsync("POST", Session, Json("""{"password":"correct horse"}"""))).Status.Should().Be(401);
        (await _api.SendAsync("POST", Session, """{"name":"bob","password":"correct horse"}""")).Status.Should().Be(415);
        var made = await _api.SendAsync("POST", Tokens, """{"name":"t","roles":["admin"]}""", Basic("root"));
        (await _api.SendAsync("POST", Session, Json($$"""{"name":"t","password":"{{made.At("token")}}"}"""))).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_token_is_not_the_user_whose_name_it_has()
    {
        var token = (await _api.SendAsync("POST", Tokens, """{"name":"root","roles":["write"]}""", Basic("root"))).At("token");

        foreach (var name in new[] { "root", "bob", "x" })
        {
            var reply = await _api.SendAsync("POST", Session, Json($$"""{"name":"{{name}}","password":"{{token}}"}"""));
            (reply.Status, reply.Error).Should().Be((401, "a page signs in as a user, with the user's own password"));
            reply.Headers.Should().NotContainKey("Set-Cookie");
        }

        (await _api.SendAsync("GET", Session, (string?)null, ("Authorization", $"Bearer {token}"))).At("name").Should().Be("token:root");
        (await _api.SendAsync("GET", "/tasks", (string?)null, ("Authorization", $"Bearer {token}"))).Error.Should().StartWith("token:root lacks the role read");
    }

    [Fact]
    public async Task What_tokens_do_is_told_apart_from_what_users_do()
    {
        await _api.DefineAsync("t", "stream|from().measurement('m')|alert().id('a').crit(lambda: \"v\" > 1).topic('sys')", "enabled", Basic("root"));
        (await _api.SendAsync("POST", "/write?db=db&rp=rp", "m v=5 1000000000", Basic("root"))).Status.Should().Be(204);
        var token = (await _api.SendAsync("POST", Tokens, """{"name":"bob","roles":["respond"]}""", Basic("root"))).At("token");
        var signed = Jwt($$"""{"username":"root","exp":{{_time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()}}}""", Secret);

        foreach (var (header, by) in new[] { ($"Bearer {token}", "token:bob"), ($"Bearer {signed}", "jwt:root"), (Basic("root").Item2, "root") })
        {
            (await _api.SendAsync("POST", "//tocsin/v1/alerts/acknowledge", $$"""{"topic":"sys","id":"a","message":"{{by}}"}""", ("Authorization", header))).At("alert.acknowledged.by").Should().Be(by);
            (await _api.SendAsync("GET", "//tocsin/v1/audit?limit=1", (string?)null, Basic("root"))).At("entries.0.by").Should().Be(by);
        }
    }

    [Fact]
    public async Task Sources_ask_for_their_own_credentials_only()
    {
        (await _api.SendAsync("PUT", "//tocsin/v1/sources/s", "kind: generic\nauth: { bearer: s3cret-of-it }\noptions: { id: $.id, level: $.level }", Basic("root"))).Status.Should().Be(200);

        (await _api.SendAsync("POST", "//ingest/s", """{"id":"a","level":"OK"}""", ("Authorization", "Bearer s3cret-of-it"))).Status.Should().BeInRange(200, 299);
        (await _api.SendAsync("POST", "//ingest/s", """{"id":"a","level":"OK"}""", Basic("root"))).Status.Should().Be(401);
    }

    [Fact]
    public async Task What_is_changed_is_written_down_with_who_did_it_and_no_secret()
    {
        await _api.SendAsync("POST", "/tasks", """{"id":"cpu","script":"stream|from()","dbrps":[{"db":"d","rp":"r"}]}""", Basic("root"));
        await _api.SendAsync("DELETE", "/tasks/cpu", (string?)null, Basic("bob"));
        await _api.SendAsync("GET", "/tasks/cpu", (string?)null, Basic("bob"));
        await _api.SendAsync("DELETE", "/tasks/cpu?p=hidden&u=x", (string?)null, Basic("root"));

        var audit = await _api.SendAsync("GET", "//tocsin/v1/audit", (string?)null, Basic("root"));

        audit.Json.GetProperty("entries").EnumerateArray()
            .Select(entry => $"{entry.GetProperty("by")} {entry.GetProperty("from")} {entry.GetProperty("action")} {entry.GetProperty("target")}")
            .Should().Equal(
                "root 127.0.0.1 DELETE /kapacitor/v1/tasks/cpu",
                "root 127.0.0.1 POST /kapacitor/v1/tasks cpu",
                "root 127.0.0.1 POST /tocsin/v1/users bob",
                " 127.0.0.1 POST /tocsin/v1/users root");
        audit.Text.Should().NotContain("hidden").And.NotContain(Password);
        (await _api.SendAsync("GET", "//tocsin/v1/audit?limit=1&before=3", (string?)null, Basic("root"))).At("entries.0.number").Should().Be("2");
    }

    [Fact]
    public async Task The_newest_changes_are_kept_and_no_more_than_the_configuration_says()
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { AuditRows = 3 });
        for (var i = 0; i < 6; i++)
            await api.SendAsync("DELETE", $"/tasks/t{i}");

        var audit = await api.SendAsync("GET", "//tocsin/v1/audit");

        audit.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("target").GetString()).Should()
            .Equal("/kapacitor/v1/tasks/t5", "/kapacitor/v1/tasks/t4", "/kapacitor/v1/tasks/t3");
    }

    private Task<ApiReply> AddAsync(string name, string role, params (string, string)[] headers) =>
        _api.SendAsync("POST", Users, $$"""{"name":"{{name}}","password":"{{Password}}","roles":["{{role}}"]}""", headers);

    private async Task<(string, string)> SignInAsync(string name) =>
        ("Cookie", (await _api.SendAsync("POST", Session, Json($$"""{"name":"{{name}}","password":"{{Password}}"}"""))).Headers["Set-Cookie"].Split(';')[0]);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static (string, string) Basic(string name, string password = Password) => ("Authorization", "Basic " + Base64($"{name}:{password}"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Jwt(string claims, string secret, string head = """{"alg":"HS256","typ":"JWT"}""")
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }
}
