using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Trust;
using Tocsin.Inputs.Intake;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Http.Access;

/// <summary>What somebody tries who finds a server on a network, one after the other, and the answer that each gets.</summary>
public sealed class DoorsTests : IAsyncLifetime
{
    private const string Handlers = "/alerts/topics/t/handlers";
    private const string Exec = """{"id":"h","kind":"exec","options":{"prog":"/bin/true"}}""";

    private readonly TempFolder _folder = new();
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        var options = new ServerOptions
        {
            Exec = new ExecTrustOptions { Allow = ["/usr/bin/page"] },
            Log = new LogTrustOptions { Folder = _folder.Path },
            Variables = new VariableTrustOptions { Env = ["ALERT_*"], Files = ["/run/secrets"] },
        };
        _api = await ApiHost.StartAsync(config: ConfigFile.Default with { Options = options });
        await _api.SendAsync("POST", "//tocsin/v1/users", """{"name":"admin","password":"correct horse","roles":["admin"]}""");
        foreach (var role in new[] { "read", "author" })
            (await _api.SendAsync("POST", "//tocsin/v1/users", $$"""{"name":"{{role}}","password":"correct horse","roles":["{{role}}"]}""", As("admin"))).Status.Should().Be(200);
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Without_an_address_only_its_own_machine_reaches_it() => BindAddress.IsLoopback(new HttpOptions().BindAddress).Should().BeTrue();

    [Theory]
    [InlineData("exec", """{"prog":"/bin/true"}""", false)]
    [InlineData("exec", """{"prog":"/usr/bin/page"}""", true)]
    [InlineData("log", """{"path":"/etc/cron.d/x"}""", false)]
    [InlineData("log", """{"path":"FOLDER/a.log"}""", true)]
    [InlineData("post", """{"url":"http://h.test/","headers":{"X":"${file:/etc/passwd}"}}""", false)]
    [InlineData("post", """{"url":"http://h.test/","headers":{"X":"${env:HOME}"}}""", false)]
    public async Task Programs_files_and_variables_are_for_administrators_and_for_others_as_the_configuration_says(string kind, string given, bool isAllowed)
    {
        var handler = $$"""{"id":"h","kind":"{{kind}}","options":{{given.Replace("FOLDER", _folder.Path, StringComparison.Ordinal)}}}""";

        (await _api.SendAsync("POST", Handlers, handler)).Status.Should().Be(401);
        (await _api.SendAsync("POST", Handlers, handler, As("read"))).Status.Should().Be(403);
        (await _api.SendAsync("POST", Handlers, handler, As("author"))).Status.Should().Be(isAllowed ? 200 : 403);
        if (!isAllowed)
            (await _api.SendAsync("POST", Handlers, handler, As("admin"))).Status.Should().NotBe(403);
    }

    [Fact]
    public async Task A_page_of_another_origin_changes_and_reads_nothing()
    {
        var reply = await _api.SendAsync("POST", Handlers, Exec, As("admin"), ("Origin", "https://evil.example"), ("Content-Type", "text/plain"));

        reply.Status.Should().Be(403);
        reply.Headers.Should().NotContainKey("Access-Control-Allow-Origin");
        (await _api.SendAsync("GET", "/tasks", (string?)null, As("admin"), ("Origin", "https://evil.example"))).Headers.Should().NotContainKey("Access-Control-Allow-Origin");
    }

    [Fact]
    public async Task Another_name_of_the_machine_is_refused() =>
        (await _api.SendAsync("GET", "/tasks", (string?)null, As("admin"), ("Host", "evil.example"))).Status.Should().Be(403);

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "169.254.0.0/16")]
    [InlineData("http://[fe80::1]/", "fe80::/10")]
    [InlineData("http://10.1.2.3/", "10.0.0.0/8")]
    public async Task Nothing_is_sent_to_denied_addresses(string url, string network)
    {
        var clients = new OutgoingClients(new OutgoingGuard(new OutgoingOptions { Deny = [.. new OutgoingOptions().Deny, "10.0.0.0/8"] }));
        var maker = new HandlerMaker(() => HandlerKinds.BuiltIn, new HandlerServices { Http = clients.Http, Clients = clients }, new HandlerContext { Hostname = "h", ServerUrl = new Uri("http://h.test/") }, CrashGuard.None);
        var order = new HandlerOrder(new HandlerTarget("t", "h"), "post", FilledOptions.AsWritten(
            new ConfigMap([new ConfigEntry("url", new ConfigText(url))]))) { Id = "h", Log = _ => { } };
        maker.TryMake(order, out var handler, out var refusal).Should().BeTrue(refusal?.Message ?? "");

        var delivery = await handler!.HandleAsync(new AlertEvent { Topic = "t", Id = "x", Level = AlertLevel.Critical, Message = "m", UnixNanoseconds = 1 }, CancellationToken.None); // It was made.

        delivery.Reason.Should().Contain($"is in {network} of outgoing.deny");
    }

    [Fact]
    public async Task Plain_secrets_of_options_are_shown_to_nobody()
    {
        var handler = """{"id":"h","kind":"post","options":{"url":"http://bob:pw-secret@h.test/","headers":{"Authorization":"t0ken-secret"}}}""";
        (await _api.SendAsync("POST", Handlers, handler, As("author"))).Text.Should().NotContain("-secret");

        foreach (var path in new[] { Handlers, Handlers + "/h", "//tocsin/v1/status", "//tocsin/v1/deliveries" })
            (await _api.SendAsync("GET", path, (string?)null, As("admin"))).Text.Should().NotContain("-secret");
    }

    [Fact]
    public async Task The_state_can_be_read_by_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        var data = _folder.Of("data");
        await using (SqliteStateStore.Open(new StoreSettings { Folder = data }))
        {
            File.GetUnixFileMode(data).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(Path.Combine(data, "tocsin.db")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_captured_request_with_a_key_changes_nothing_when_it_is_sent_again()
    {
        const string Source = "kind: generic\ntopic: s\nauth: { bearer: s3cret }\noptions: { id: $.id, level: $.level, dedupe-key: $.key }";
        (await _api.SendAsync("PUT", "//tocsin/v1/sources/s", Source, As("author"))).Status.Should().Be(200);
        Task<ApiReply> Send(string level, int key) => _api.SendAsync("POST", "//ingest/s", $$"""{"id":"a","level":"{{level}}","key":{{key}}}""", ("Authorization", "Bearer s3cret"));
        await Send("CRITICAL", 1);
        var captured = await Send("OK", 2);
        await Send("CRITICAL", 3);

        var again = await Send("OK", 2);

        again.Status.Should().Be(captured.Status).And.BeLessThan(300);
        (await _api.SendAsync("GET", "/alerts/topics/s/events/a", (string?)null, As("read"))).At("state.level").Should().Be("CRITICAL");
    }

    private static (string, string) As(string user) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:correct horse")));
}
