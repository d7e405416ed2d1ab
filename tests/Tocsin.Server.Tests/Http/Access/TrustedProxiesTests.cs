using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Http.Access;

/// <summary>Behind a proxy the server knows who really calls, and nobody else can say they are somebody else.</summary>
public sealed class TrustedProxiesTests
{
    private const string Handler = """{"id":"h","kind":"post","options":{"url":"http://127.0.0.1:1/"}}""";

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7")]
    [InlineData("10.9.9.9, 198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.1, 198.51.100.7, 127.0.0.9", "198.51.100.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("\"[2001:db8::7]:4711\"", "2001:db8::7")]
    public async Task The_audit_log_names_the_caller_whom_the_proxy_names_last(string forwarded, string caller)
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { TrustedProxies = ["127.0.0.0/8"] });

        (await api.SendAsync("POST", "/alerts/topics/t/handlers", Handler, ("X-Forwarded-For", forwarded))).Status.Should().Be(200);

        (await LastFromAsync(api)).Should().Be(caller);
    }

    [Fact]
    public async Task Others_cannot_say_that_they_are_somebody_else()
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { TrustedProxies = ["10.0.0.0/8"] });

        (await api.SendAsync("POST", "/alerts/topics/t/handlers", Handler, ("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-Proto", "https"))).Status.Should().Be(200);

        (await LastFromAsync(api)).Should().Be("127.0.0.1");
    }

    [Fact]
    public async Task Limits_count_callers_and_not_the_proxy()
    {
        await using var api = await ApiHost.StartAsync(
            new EngineSettings { Time = new FakeTime() }, new HttpOptions { TrustedProxies = ["127.0.0.1"], RequestsPerSecond = 1, ConnectionsPerMachine = 1 });
        async Task<int> AskAsync(string caller) => (await api.SendAsync("GET", "/tasks", (string?)null, ("X-Forwarded-For", caller))).Status;

        var answers = new[] { await AskAsync("198.51.100.7"), await AskAsync("198.51.100.8"), await AskAsync("198.51.100.7") };
        using var first = new TcpClient(api.Address.Host, api.Address.Port);
        using var second = new TcpClient(api.Address.Host, api.Address.Port);

        answers.Should().Equal(200, 200, 429);
        (await PingAsync(first), await PingAsync(second)).Should().Be((true, true));
    }

    [Fact]
    public async Task What_comes_through_a_proxy_of_this_machine_is_not_this_machine()
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { TrustedProxies = ["127.0.0.1"] });
        const string Exec = """{"id":"h","kind":"exec","options":{"prog":"/bin/true"}}""";

        (await api.SendAsync("POST", "/alerts/topics/t/handlers", Exec, ("X-Forwarded-For", "127.0.0.1"))).Status.Should().Be(403);
        (await api.SendAsync("POST", "/alerts/topics/t/handlers", Exec)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_cookie_is_for_https_only_where_the_proxy_speaks_it()
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { TrustedProxies = ["127.0.0.1"] });
        (await api.SendAsync("POST", "//tocsin/v1/users", """{"name":"ann","password":"correct horse","roles":["admin"]}""")).Status.Should().Be(200);
        async Task<string> CookieAsync(string scheme)
        {
            using var body = new StringContent("""{"name":"ann","password":"correct horse"}""", Encoding.UTF8, "application/json");
            return (await api.SendAsync("POST", "//tocsin/v1/session", body, ("X-Forwarded-Proto", scheme), ("X-Forwarded-For", "198.51.100.7"))).Headers["Set-Cookie"];
        }

        (await CookieAsync("https")).Should().Contain("; secure");
        (await CookieAsync("http")).Should().NotContain("; secure");
    }

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("::1", true)]
    [InlineData("socket", true)]
    [InlineData("proxy.example.com", false)]
    [InlineData("10.0.0.0/40", false)]
    public void What_is_no_network_is_refused(string proxy, bool isTaken)
    {
        var problems = new HttpOptions { TrustedProxies = [proxy] }.Check().Select(problem => $"{problem.Option}: {problem.Message}");

        if (isTaken)
            problems.Should().BeEmpty();
        else
            problems.Should().Equal($"trusted-proxies: '{proxy}' isn't a network: write it as 10.0.0.0/8, fd00::/8, one address, or 'socket' for what comes by bind-socket");
    }

    [Fact]
    public void An_address_within_the_new_kind_is_the_same() => new TrustedProxies(["10.0.0.0/8"]).Contains(IPAddress.Parse("::ffff:10.1.2.3")).Should().BeTrue();

    private static async Task<string?> LastFromAsync(ApiHost api) => (string?)JsonNode.Parse((await api.SendAsync("GET", "//tocsin/v1/audit")).Text)!["entries"]![0]!["from"]; // There is one.

    private static async Task<bool> PingAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var head = new byte[12];
        return await client.GetStream().ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) == head.Length && Encoding.ASCII.GetString(head) == "HTTP/1.1 204";
    }
}
