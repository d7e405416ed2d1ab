using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Influx;

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
    public async Task InfluxDB_is_asked_what_needs_the_credentials()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var influx = builder.Build();
        influx.Urls.Add("http://127.0.0.1:0");
        influx.MapGet("/ping", () => Results.NoContent());
        influx.MapPost("/query", (HttpContext context) => context.Request.Headers.Authorization == "Basic bWU6cmlnaHQ="
            ? Results.Text("""{"results":[{"statement_id":0}]}""", "application/json")
            : Results.Json(new { error = "authorization failed" }, statusCode: 401));
        await influx.StartAsync();
        InfluxOptions Named(string name, string password) => new() { Name = name, Urls = [influx.Urls.First()], Username = "me", Password = password, DisableSubscriptions = true };
        await using var host = await ApiHost.StartAsync(new EngineSettings { Influxdb = [Named("right", "right"), Named("wrong", "geheim")] });

        (await host.SendAsync("POST", "/service-tests/influxdb", """{"cluster":"right"}""")).Text.Should().Be("{\"success\":true,\"message\":\"\"}\n");

        var reply = await host.SendAsync("POST", "/service-tests/influxdb", """{"cluster":"wrong"}""");
        reply.At("success").Should().Be("False");
        reply.At("message").Should().Contain("does not accept the user or token: authorization failed").And.NotContain("geheim");
    }

    [Fact]
    public async Task An_InfluxDB_that_is_not_configured_is_named()
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
