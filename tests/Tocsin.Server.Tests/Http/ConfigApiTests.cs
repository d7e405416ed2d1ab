using System.Net;
using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class ConfigApiTests : IAsyncLifetime
{
    private const string File = "httppost:\n  - endpoint: e\n    url: http://127.0.0.1:1/a\n    headers: {Authorization: secret}\n";

    private const string Servers = """
        httppost:
          - {endpoint: e, url: "http://127.0.0.1:1/a", basic-auth: {username: u, password: secret}}
        influxdb:
          - {name: main, default: true, urls: ["https://127.0.0.1:1"], username: u, password: secret, disable-subscriptions: true}
          - {name: open, urls: ["http://127.0.0.1:1"], disable-subscriptions: true}
        scraper:
          - {name: s, db: d, discoverer-id: d, scheme: https, bearer-token: secret}
          - {name: t, db: d, discoverer-id: later, bearer-token: secret}
        static-discovery:
          - {id: d, targets: ["127.0.0.1:1"]}
        """;

    private static readonly (string, string) Elsewhere = ("X-Forwarded-For", "192.0.2.1");

    private readonly TempFolder _folder = new();

    // Set before every test.
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_element_is_shown_without_its_secrets()
    {
        var reply = await _host.SendAsync("GET", "/config/httppost/e");

        reply.At("link.href").Should().Be("/kapacitor/v1/config/httppost/e");
        reply.At("options.url").Should().Be("http://127.0.0.1:1/a");
        reply.At("options.headers").Should().Be("True");
        reply.At("redacted").Should().Be("""["basic-auth.password","headers"]""");
        reply.Text.Should().NotContain("secret").And.EndWith("\n");
    }

    [Fact]
    public async Task Discovery_services_that_find_no_targets_here_are_shown_as_they_are_configured()
    {
        await _host.SendAsync("POST", "/config/consul", """{"add":{"id":"c","enabled":true,"token":"hidden","services":["a"]}}""");

        (await _host.SendAsync("GET", "/config/azure")).At("elements").Should().Be("[]");
        var reply = await _host.SendAsync("GET", "/config/consul/c");
        reply.At("options.address").Should().Be("127.0.0.1:8500");
        reply.At("options.token").Should().Be("True");
        reply.Text.Should().NotContain("hidden");
    }

    [Fact]
    public async Task All_sections_are_listed()
    {
        (await _host.SendAsync("GET", "/config")).At("sections.httppost.elements.0.link.href").Should().Be("/kapacitor/v1/config/httppost/e");
        (await _host.SendAsync("GET", "/config/httppost")).At("elements.0.options.endpoint").Should().Be("e");
    }

    [Fact]
    public async Task What_is_set_is_in_force_at_once_survives_a_restart_and_can_be_given_back()
    {
        (await ChangeAsync("/config/httppost/e", """{"set":{"url":"http://127.0.0.1:2/b"}}""")).Status.Should().Be(204);

        (await UrlAsync()).Should().Be("http://127.0.0.1:2/b");
        (await DeliverAsync()).Should().Contain("127.0.0.1:2");

        await RestartAsync();
        (await UrlAsync()).Should().Be("http://127.0.0.1:2/b");

        (await ChangeAsync("/config/httppost/e", """{"delete":["url"]}""")).Status.Should().Be(204);
        (await UrlAsync()).Should().Be("http://127.0.0.1:1/a");
        await RestartAsync();
        (await UrlAsync()).Should().Be("http://127.0.0.1:1/a");
    }

    [Fact]
    public async Task An_element_is_added_and_removed()
    {
        (await ChangeAsync("/config/httppost", """{"add":{"endpoint":"f","url":"http://127.0.0.1:3/"}}""")).Status.Should().Be(204);
        (await _host.SendAsync("GET", "/config/httppost/f")).At("options.url").Should().Be("http://127.0.0.1:3/");
        (await ChangeAsync("/config/httppost/f", """{"set":{"url":"http://127.0.0.1:4/"}}""")).Status.Should().Be(204);
        await RestartAsync();
        (await _host.SendAsync("GET", "/config/httppost/f")).At("options.url").Should().Be("http://127.0.0.1:4/");

        (await ChangeAsync("/config/httppost", """{"remove":["f"]}""")).Status.Should().Be(204);

        (await _host.SendAsync("GET", "/config/httppost/f")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("/config/httppost", """{"set":{"url":"http://x/"}}""", 400, "element not specified")]
    [InlineData("/config/httppost/e", """{"set":{"bogus":1}}""", 400, "'bogus'")]
    [InlineData("/config/httppost/e", """{"set":{"url":5}}""", 400, "'url'")]
    [InlineData("/config/httppost/e", """{"delete":["bogus"]}""", 400, "unknown options [bogus]")]
    [InlineData("/config/httppost/e", """{"set":{"url":"${env:HOME}"}}""", 400, "variables")]
    [InlineData("/config/httppost/e", """{"set":{"url":"http://x/"},"add":{}}""", 400, "two requests")]
    [InlineData("/config/httppost/e", "{}", 400, "give set, delete, add or remove")]
    [InlineData("/config/httppost/e", "[]", 400, "not an object")]
    [InlineData("/config/httppost", """{"add":{"url":"http://x/"}}""", 400, "missing key \"endpoint\"")]
    [InlineData("/config/httppost", """{"add":{"endpoint":"e"}}""", 400, "already")]
    [InlineData("/config/httppost", """{"remove":["e"]}""", 400, "comes from the configuration file")]
    [InlineData("/config/httppost/zz", """{"set":{"url":"http://x/"}}""", 404, "httppost/zz")]
    [InlineData("/config/nope/", """{"set":{"url":"http://x/"}}""", 404, "unknown section: nope")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(string path, string body, int status, string error)
    {
        var reply = await ChangeAsync(path, body);

        reply.Status.Should().Be(status);
        reply.Error.Should().Contain(error);
        (await UrlAsync()).Should().Be("http://127.0.0.1:1/a");
        _host.Engine.Store.LoadOverrides().Should().BeEmpty();
    }

    [Theory]
    [InlineData("/config/alertmanager/", """{"set":{"url":1e999}}""")]
    [InlineData("/config/httppost/e", """{"set":{"headers":{"a":-1e999}}}""")]
    [InlineData("/config/httppost", """{"add":{"endpoint":"f","url":1e999}}""")]
    [InlineData("/config/stats/", """{"set":{"timed-one-in":1e999}}""")]
    public async Task A_number_that_is_too_large_is_refused_as_any_other(string path, string body)
    {
        var reply = await ChangeAsync(path, body);

        reply.Status.Should().BeOneOf(400, 404);
        (await _host.SendAsync("GET", "/config")).Status.Should().Be(200);
        _host.Engine.Store.LoadOverrides().Should().BeEmpty();
    }

    [Fact]
    public async Task A_section_that_is_no_list_has_an_element_without_a_name()
    {
        (await _host.SendAsync("GET", "/config/")).Status.Should().Be(400);
        (await _host.SendAsync("GET", "/config/nope")).Status.Should().Be(404);
        (await _host.SendAsync("GET", "/config/httppost/")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Where_it_is_not_wanted_nothing_is_shown_or_set()
    {
        await _host.DisposeAsync();
        _host = await StartAsync("config-override: {enabled: false}\n");

        (await _host.SendAsync("GET", "/config")).Status.Should().Be(403);
        (await ChangeAsync("/config/httppost/e", """{"set":{"url":"http://x/"}}""")).Error.Should().Contain("config override service is not enabled");
    }

    [Fact]
    public async Task Other_machines_cannot_have_a_secret_sent_elsewhere()
    {
        var reply = await _host.SendAsync("POST", "/config/httppost/e", """{"set":{"url":"http://elsewhere/"}}""", Elsewhere);

        reply.Status.Should().Be(403);
        reply.Error.Should().Contain("http://elsewhere").And.Contain("'headers'");
        (await _host.SendAsync("POST", "/config/httppost/e", """{"set":{"url":"http://elsewhere/","headers":{"A":"b"}}}""", Elsewhere)).Status.Should().Be(204);
    }

    [Theory]
    [InlineData("/config/httppost/e", """{"set":{"endpoint":"other"}}""", "other")]
    [InlineData("/config/influxdb/main", """{"set":{"name":"other"}}""", "other")]
    [InlineData("/config/influxdb/main", """{"set":{"NAME":"other","urls":["http://elsewhere"]}}""", "other")]
    [InlineData("/config/scraper/s", """{"set":{"name":"other"}}""", "other")]
    [InlineData("/config/static-discovery/d", """{"set":{"id":"other"}}""", "other")]
    public async Task An_element_keeps_its_name(string path, string body, string name)
    {
        await StartWithServersAsync();

        foreach (var headers in new (string, string)[][] { [], [Elsewhere] })
        {
            var reply = await _host.SendAsync("POST", path, body, headers);

            reply.Status.Should().Be(400);
            reply.Error.Should().Contain($"cannot be called '{name}'").And.Contain("add an element of that name, and remove this one");
        }

        _host.Engine.Store.LoadOverrides().Should().BeEmpty();
    }

    [Fact]
    public async Task An_element_that_is_added_keeps_its_name_and_its_own_name_can_be_given()
    {
        (await ChangeAsync("/config/httppost", """{"add":{"endpoint":"f","url":"http://127.0.0.1:3/"}}""")).Status.Should().Be(204);

        (await ChangeAsync("/config/httppost/f", """{"delete":["endpoint"]}""")).Status.Should().Be(400);
        (await ChangeAsync("/config/httppost/f", """{"set":{"endpoint":"g"}}""")).Status.Should().Be(400);
        (await ChangeAsync("/config/httppost/f", """{"set":{"endpoint":"f","url":"http://127.0.0.1:4/"}}""")).Status.Should().Be(204);
    }

    [Theory]
    [InlineData("/config/influxdb/main", """{"set":{"urls":["http://elsewhere:1"]}}""", "'password'")]
    [InlineData("/config/influxdb/main", """{"set":{"insecure-skip-verify":true}}""", "'insecure-skip-verify'")]
    [InlineData("/config/influxdb/main", """{"set":{"ssl-ca":"/tmp/ca.pem"}}""", "'ssl-ca'")]
    [InlineData("/config/influxdb/main", """{"set":{"ssl-cert":"/tmp/c.pem"}}""", "'ssl-cert'")]
    [InlineData("/config/influxdb/main", """{"set":{"ssl-cert":"/tmp/c.pem","ssl-key":"/tmp/k.pem"}}""", "'ssl-cert'")]
    [InlineData("/config/influxdb/main", """{"set":{"kapacitor-hostname":"elsewhere"}}""", "'kapacitor-hostname'")]
    [InlineData("/config/influxdb/open", """{"set":{"kapacitor-hostname":"elsewhere"}}""", "'kapacitor-hostname'")]
    [InlineData("/config/influxdb/main", """{"set":{"default":false}}""", "tasks that name no InfluxDB would write to none")]
    [InlineData("/config/httppost/e", """{"set":{"url":"http://elsewhere/","headers":{"A":"b"}}}""", "'basic-auth.password'")]
    [InlineData("/config/static-discovery/d", """{"set":{"targets":["127.0.0.1:1","elsewhere:1"]}}""", "elsewhere:1")]
    [InlineData("/config/static-discovery", """{"add":{"id":"later","targets":["elsewhere:1"]}}""", "elsewhere:1")]
    [InlineData("/config/scraper/s", """{"set":{"discoverer-id":"later"}}""", "'discoverer-id'")]
    [InlineData("/config/scraper/s", """{"set":{"scheme":"http"}}""", "'scheme'")]
    public async Task Other_machines_cannot_reach_a_secret_by_another_way(string path, string body, string error)
    {
        await StartWithServersAsync();

        var reply = await _host.SendAsync("POST", path, body, Elsewhere);

        reply.Status.Should().Be(403);
        reply.Error.Should().Contain(error).And.Contain("http.remote-programs: true");
        _host.Engine.Store.LoadOverrides().Should().BeEmpty();
    }

    [Theory]
    [InlineData("/config/influxdb/main", """{"set":{"insecure-skip-verify":false,"timeout":"1m","name":"main"}}""")]
    [InlineData("/config/influxdb/main", """{"set":{"urls":["http://elsewhere:1"],"insecure-skip-verify":true,"password":"mine"}}""")]
    [InlineData("/config/influxdb/open", """{"set":{"urls":["http://elsewhere:1"]}}""")]
    [InlineData("/config/static-discovery/d", """{"set":{"labels":{"a":"b"}}}""")]
    [InlineData("/config/static-discovery", """{"add":{"id":"free","targets":["elsewhere:1"]}}""")]
    [InlineData("/config/influxdb", """{"add":{"name":"third","urls":["http://elsewhere:1"],"disable-subscriptions":true}}""")]
    public async Task Other_machines_can_change_what_leads_no_secret_elsewhere(string path, string body)
    {
        await StartWithServersAsync();

        var reply = await _host.SendAsync("POST", path, body, Elsewhere);

        reply.Status.Should().Be(204, reply.Text);
    }

    [Fact]
    public async Task Other_machines_cannot_give_a_secret_back_to_an_element_that_leads_elsewhere()
    {
        (await _host.SendAsync("POST", "/config/httppost/e", """{"set":{"url":"http://elsewhere/","headers":{"A":"b"}}}""", Elsewhere)).Status.Should().Be(204);

        (await _host.SendAsync("POST", "/config/httppost/e", """{"delete":["headers"]}""", Elsewhere)).Status.Should().Be(403);
        (await _host.SendAsync("POST", "/config/httppost/e", """{"delete":["headers","url"]}""", Elsewhere)).Status.Should().Be(204);
    }

    [Fact]
    public async Task A_name_that_was_set_before_hides_no_secret_and_can_be_given_back()
    {
        await StartWithServersAsync(new ConfigOverrideRow("influxdb", "main", """{"name":"other"}""", IsAdded: false));

        (await _host.SendAsync("POST", "/config/influxdb/main", """{"set":{"urls":["http://elsewhere"]}}""", Elsewhere)).Status.Should().Be(400);
        (await _host.SendAsync("POST", "/config/influxdb/main", """{"set":{"urls":["http://elsewhere"]},"delete":["name"]}""", Elsewhere)).Status.Should().Be(403);
        (await _host.SendAsync("POST", "/config/influxdb/main", """{"delete":["name"]}""", Elsewhere)).Status.Should().Be(204);
    }

    [Fact]
    public void What_no_longer_fits_the_file_is_left_out_with_a_warning()
    {
        var file = ConfigFile.Parse("f", "httppost: [{endpoint: e}]", _ => null);
        var kept = new ConfigOverrides(
        [
            new("httppost", "e", """{"url":"http://x/"}""", false), new("httppost", "e2", """{"gone":1,"endpoint":"e2"}""", true), new("nope", "", "{}", false),
        ]);
        var misfits = new List<string>();

        var fitting = kept.Fitting(file, Tocsin.Alerting.Handlers.HandlerKinds.BuiltIn, misfits);

        fitting.Rows.Should().Equal(kept.Rows[0]);
        misfits.Should().HaveCount(2).And.ContainMatch("*httppost/e2*'gone'*").And.ContainMatch("*nope/*no such section*");
    }

    private async Task<ApiHost> StartAsync(string further = "")
    {
        var config = ConfigFile.Parse("tocsin.yaml", File + further, _ => null);
        config.Problems.Should().BeEmpty();
        return await ApiHost.StartAsync(new EngineSettings { DataFolder = _folder.Path, Services = config.Sections }, config: config);
    }

    private async Task StartWithServersAsync(params ConfigOverrideRow[] kept)
    {
        await _host.DisposeAsync();
        if (kept.Length > 0)
        {
            await using var before = await StartAsync();
            await before.Engine.Store.CommitAsync(writer => Array.ForEach(kept, writer.SaveOverride));
        }

        var config = ConfigFile.Parse("tocsin.yaml", Servers, _ => null);
        config.Problems.Should().BeEmpty();
        _host = await ApiHost.StartAsync(new EngineSettings { DataFolder = _folder.Path, Services = config.Sections }, config: config);
    }

    private async Task RestartAsync()
    {
        await _host.DisposeAsync();
        _host = await StartAsync();
    }

    private Task<ApiReply> ChangeAsync(string path, string body) => _host.SendAsync("POST", path, body);

    private async Task<string> UrlAsync() => (await _host.SendAsync("GET", "/config/httppost/e")).At("options.url");

    // Nobody listens there: the failure says where it was sent.
    private async Task<string> DeliverAsync() => (await _host.SendAsync("POST", "/service-tests/httppost", """{"endpoint":"e"}""")).At("message");
}
