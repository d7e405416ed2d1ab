using System.IO.Compression;
using System.Text;

namespace Tocsin.Server.Tests.Http;

/// <summary>What Telegraf and others that write to InfluxDB ask for.</summary>
public sealed class InfluxAgentTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        await _api.DefineAsync("t", "stream|from().measurement('m')|httpOut('out')", "enabled");
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Telegraf_makes_its_database_and_writes_packed_lines()
    {
        using var form = new FormUrlEncodedContent([new("q", "CREATE DATABASE \"db\"")]);
        var made = await _api.SendAsync("POST", "//query", form, ("User-Agent", "Telegraf/1.20.0 Go/1.17"));
        using var lines = Packed("m,host=a v=3 1000000000\n");
        var written = await _api.SendAsync("POST", "//write?db=db&rp=rp&consistency=any", lines, ("User-Agent", "Telegraf/1.20.0 Go/1.17"));

        made.Status.Should().Be(200);
        made.At("results.0.statement_id").Should().Be("0");
        written.Status.Should().Be(204);
        (await OutAsync()).Should().Be("3");
    }

    [Theory]
    [InlineData("bucket=db/rp&org=o", "m v=3 1000000000")]
    [InlineData("bucket=db%2Frp&org=o&precision=ms", "m v=3 1000")]
    [InlineData("bucket=db/rp&precision=s", "m v=3 1")]
    public async Task The_write_of_version_2_has_a_bucket(string query, string line)
    {
        (await _api.SendAsync("POST", "//api/v2/write?" + query, line, ("Authorization", "Token t"))).Status.Should().Be(204);

        (await OutAsync()).Should().Be("3");
    }

    [Fact]
    public async Task A_bucket_without_a_slash_goes_by_the_default()
    {
        await using var api = await ApiHost.StartAsync(new Tocsin.Engine.Hosting.EngineSettings { DefaultRetentionPolicy = "rp" });
        await api.DefineAsync("t", "stream|from().measurement('m')|httpOut('out')", "enabled");

        await api.SendAsync("POST", "//api/v2/write?bucket=db", "m v=4 1");

        (await api.SendAsync("GET", "/tasks/t/out")).At("series.0.values.0.1").Should().Be("4");
    }

    [Theory]
    [InlineData("", "m v=1", "bucket is required")]
    [InlineData("bucket=db&precision=h", "m v=1", "the precision 'h' is not known")]
    [InlineData("bucket=db", "m", "partial write: line 1 char 1")]
    public async Task What_is_wrong_is_refused_as_version_2_does(string query, string line, string error)
    {
        var reply = await _api.SendAsync("POST", "//api/v2/write?" + query, line);

        reply.Status.Should().Be(400);
        reply.At("code").Should().Be("invalid");
        reply.At("message").Should().StartWith(error);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_ping_names_a_version(string method)
    {
        var reply = await _api.SendAsync(method, "//ping");

        reply.Status.Should().Be(204);
        reply.Headers.Should().ContainKey("X-Influxdb-Version");
    }

    [Fact]
    public async Task Databases_are_those_that_tasks_read()
    {
        var reply = await _api.SendAsync("GET", "//query?q=SHOW%20DATABASES%3B%20show%20retention%20policies%20on%20%22db%22");

        reply.At("results.0.series.0.values").Should().Contain("db");
        reply.At("results.1.series.0.values.0.0").Should().Be("rp");
    }

    [Fact]
    public async Task Other_statements_are_refused_each_for_itself()
    {
        var reply = await _api.SendAsync("POST", "//query?q=SELECT+*+FROM+cpu%3B+CREATE+RETENTION+POLICY+p+ON+db+DURATION+1h+REPLICATION+1");

        reply.At("results.0.error").Should().Contain("keeps no points");
        reply.At("results.1.statement_id").Should().Be("1");
        reply.At("results.1").Should().NotContain("error");
        (await _api.SendAsync("GET", "//query")).Status.Should().Be(400);
    }

    private async Task<string> OutAsync() => (await _api.SendAsync("GET", "/tasks/t/out")).At("series.0.values.0.1");

    private static ByteArrayContent Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
