using System.Net;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class OriginGuardTests
{
    private const string Handler = """{"id":"h","kind":"log","options":{"path":"/tmp/x.log"}}""";
    private const string Handlers = "/alerts/topics/t/handlers";

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("https://localhost.example.com")]
    [InlineData("http://localhost:1")]
    [InlineData("null")]
    public async Task Pages_of_other_origins_neither_change_nor_read_anything(string origin)
    {
        await using var api = await ApiHost.StartAsync();

        var post = await api.SendAsync("POST", Handlers, Handler, ("Origin", origin), ("Content-Type", "text/plain"));
        post.Status.Should().Be(403);
        post.Error.Should().Be($"pages of '{origin}' may not use this server: add the origin to http.allowed-origins in the configuration");
        (await api.SendAsync("POST", "//write?db=db&rp=rp", "m v=1", ("Origin", origin))).Status.Should().Be(403);
        (await api.SendAsync("DELETE", "/alerts/topics/t", (string?)null, ("Origin", origin))).Status.Should().Be(403);
        (await api.SendAsync("POST", "//ingest/x", "{}", ("Origin", origin))).Status.Should().Be(403);
        (await api.SendAsync("GET", Handlers, (string?)null, ("Origin", origin))).Headers.Should().NotContainKey("Access-Control-Allow-Origin");
        (await api.SendAsync("OPTIONS", Handlers, (string?)null, ("Origin", origin))).Headers.Should().NotContainKey("Access-Control-Allow-Origin");
        (await api.SendAsync("GET", Handlers)).At("handlers").Should().Be("[]");
    }

    [Fact]
    public async Task Pages_of_an_origin_that_the_configuration_names_do_as_they_like()
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { AllowedOrigins = ["https://alerts.example.com/"] });
        (string, string) origin = ("Origin", "https://alerts.example.com");

        (await api.SendAsync("POST", Handlers, Handler, origin)).Status.Should().Be(200);
        var asked = await api.SendAsync("OPTIONS", Handlers, (string?)null, origin);
        (asked.Status, asked.Headers["Access-Control-Allow-Origin"]).Should().Be((200, "https://alerts.example.com"));
        asked.Headers["Access-Control-Allow-Methods"].Should().Contain("PATCH");
        (await api.SendAsync("GET", "/tasks", (string?)null, origin)).Headers["Vary"].Should().Contain("Origin");
    }

    [Fact]
    public async Task Pages_of_the_server_itself_and_programs_do_as_they_like()
    {
        await using var api = await ApiHost.StartAsync();

        (await api.SendAsync("POST", Handlers, Handler, ("Origin", api.Address.GetLeftPart(UriPartial.Authority)))).Status.Should().Be(200);
        (await api.SendAsync("DELETE", Handlers + "/h")).Status.Should().Be(204);
    }

    [Theory]
    [InlineData("evil.example.com", 403)]
    [InlineData("evil.example.com:9092", 403)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:9092", 200)]
    [InlineData("127.0.0.1:1", 200)]
    [InlineData("[::1]:1", 200)]
    [InlineData("alarm-1", 200)]
    public async Task A_name_that_leads_to_this_machine_opens_nothing_that_listens_here_only(string host, int status)
    {
        await using var api = await ApiHost.StartAsync(new EngineSettings { Hostname = "alarm-1" });

        (await api.SendAsync("GET", "/tasks", (string?)null, ("Host", host))).Status.Should().Be(status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    [InlineData("Referer", "https://evil.example/page", 403)]
    [InlineData("Referer", "https://alerts.example.com/page", 200)]
    [InlineData("User-Agent", "curl/8", 200)]
    public async Task A_form_of_another_page_changes_nothing_although_its_browser_says_no_origin(string header, string value, int status)
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { AllowedOrigins = ["https://alerts.example.com"] });

        (await api.SendAsync("POST", Handlers, Handler, (header, value), ("Content-Type", "text/plain"))).Status.Should().Be(status);
        (await api.SendAsync("GET", Handlers, (string?)null, (header, value))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("alerts.example.com", 200)]
    [InlineData("ALERTS.example.com:9092", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("evil.example", 403)]
    public async Task A_server_that_knows_its_names_answers_to_no_others(string host, int status)
    {
        foreach (var address in new[] { IPAddress.Any, IPAddress.Loopback })
        {
            await using var api = await ApiHost.StartAsync(options: new HttpOptions { AllowedHosts = ["alerts.example.com"] }, address: address);

            (await api.SendAsync("GET", "/tasks", (string?)null, ("Host", host))).Status.Should().Be(status);
        }
    }

    [Fact]
    public async Task A_page_is_not_of_the_servers_origin_because_its_name_leads_here()
    {
        await using var api = await ApiHost.StartAsync(address: IPAddress.Any);

        (await api.SendAsync("POST", Handlers, Handler, ("Host", "evil.example.com"), ("Origin", "http://evil.example.com"))).Status.Should().Be(403);
        (await api.SendAsync("POST", Handlers, Handler, ("Host", "alerts.example.com"))).Status.Should().Be(200);
    }
}
