using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class ServiceTestsApiTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    // Set before every test.
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(config: ConfigFile.Parse("f", "httppost: [{endpoint: e, url: 'http://127.0.0.1:1/'}]", _ => null));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_handler_of_the_options_gets_the_event()
    {
        var file = _folder.Of("alerts.log");

        var reply = await RunAsync("log", $$"""{"path":"{{file}}","message":"hello","level":"warn","id":"i","details":"d"}""");

        reply.Text.Should().Be("{\"success\":true,\"message\":\"\"}\n");
        (await File.ReadAllTextAsync(file)).Should().Contain("\"id\":\"i\",\"message\":\"hello\",\"details\":\"d\"").And.Contain("\"level\":\"WARNING\"");
    }

    [Theory]
    [InlineData("log", """{"path":"/"}""", "/")]
    [InlineData("log", """{"pth":"x"}""", "'pth'")]
    [InlineData("log", """{"path":"x","level":"loud"}""", "the level 'loud' is not known")]
    [InlineData("httppost", """{"endpoint":"zz"}""", "zz")]
    [InlineData("httppost", """{"endpoint":"e"}""", "endpoint 'e'")]
    [InlineData("httppost", "null", "endpoint 'e'")]
    [InlineData("httppost", """{"url":"http://127.0.0.1:1/"}""", "127.0.0.1:1")]
    [InlineData("tcp", "null", "address")]
    public async Task What_fails_says_why(string name, string body, string message)
    {
        var reply = await RunAsync(name, body);

        reply.Status.Should().Be(200);
        reply.At("success").Should().Be("False");
        reply.At("message").Should().Contain(message);
    }

    [Fact]
    public async Task Every_kind_that_delivers_has_a_test()
    {
        var names = (await _host.SendAsync("GET", "/service-tests")).Json.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("name").GetString());

        names.Should().Equal("exec", "httppost", "influxdb", "log", "tcp");
    }

    [Fact]
    public async Task InfluxDB_is_asked_for_a_sign_of_life()
    {
        (await _host.SendAsync("GET", "/service-tests/influxdb")).Json.GetProperty("options").GetProperty("cluster").GetString().Should().BeEmpty();

        var reply = await RunAsync("influxdb", """{"cluster":"nowhere"}""");

        reply.At("success").Should().Be("False");
        reply.At("message").Should().Contain("nowhere");
    }

    [Fact]
    public async Task Other_machines_run_no_programs_by_a_test()
    {
        var reply = await _host.SendAsync("POST", "/service-tests/exec", """{"prog":"true"}""", ("X-Forwarded-For", "192.0.2.1"));

        reply.Status.Should().Be(403);
        reply.Error.Should().Contain("'exec'");
    }

    private Task<ApiReply> RunAsync(string name, string body) => _host.SendAsync("POST", $"/service-tests/{name}", body);
}
