using System.IO.Compression;
using System.Text;

namespace Tocsin.Server.Tests.Http;

public sealed class WriteApiTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        await _api.DefineAsync("t", "stream|from().measurement('m')|httpOut('out')", "enabled");
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("//write?db=db&rp=rp", "m v=1 1000000000", "1970-01-01T00:00:01Z")]
    [InlineData("/write?db=db&rp=rp&precision=s", "m v=1 5", "1970-01-01T00:00:05Z")]
    [InlineData("/write?db=db&rp=rp&precision=us", "m v=1 5000000", "1970-01-01T00:00:05Z")]
    [InlineData("/write?db=db&rp=rp&precision=ms&consistency=all", "# comment\n\nm v=1 1500\n", "1970-01-01T00:00:01.5Z")]
    public async Task Points_are_taken(string path, string lines, string time)
    {
        (await _api.SendAsync("POST", path, lines)).Status.Should().Be(204);

        (await _api.SendAsync("GET", "/tasks/t/out")).At("series.0.values.0.0").Should().Be(time);
    }

    [Fact]
    public async Task Good_lines_are_kept_and_bad_ones_named()
    {
        var reply = await _api.WriteAsync("m v=7 1000000000\ny\nm v=1,u=2u 1");

        reply.Status.Should().Be(400);
        reply.Error.Should().StartWith("partial write: ").And.Contain("line 2 char 1").And.Contain("line 3 char 9");
        (await _api.SendAsync("GET", "/tasks/t/out")).At("series.0.values.0.1").Should().Be("7");
    }

    [Theory]
    [InlineData("/write", "database is required")]
    [InlineData("/write?rp=rp", "database is required")]
    [InlineData("/write?db=db&rp=rp&precision=seconds", "the precision 'seconds' is not known: give n, u, ms, s, m or h")]
    [InlineData("//write?db=db&rp=rp&precision=S", "the precision 'S' is not known")]
    public async Task A_write_needs_a_database_and_a_precision_that_is_known(string path, string error)
    {
        var reply = await _api.SendAsync("POST", path, "m v=1");

        reply.Status.Should().Be(400);
        reply.Error.Should().Contain(error);
        (await _api.SendAsync("GET", "/tasks/t/out")).Text.Should().Be("""{"series":null}""");
    }

    [Fact]
    public async Task An_empty_body_is_nothing_to_refuse() => (await _api.WriteAsync("")).Status.Should().Be(204);

    [Fact]
    public async Task A_packed_body_is_unpacked()
    {
        var reply = await WritePackedAsync(Pack("m v=3 1000000000"));

        reply.Status.Should().Be(204);
        (await _api.SendAsync("GET", "/tasks/t/out")).At("series.0.values.0.1").Should().Be("3");
    }

    [Fact]
    public async Task A_body_that_is_not_packed_as_it_says_is_refused()
    {
        (await WritePackedAsync(Encoding.UTF8.GetBytes("m v=3"))).Error.Should().StartWith("the body is not gzip");
        (await WritePackedAsync(Pack("m v=3 1000000000")[..20])).Status.Should().Be(400);
        (await _api.SendAsync("GET", "/tasks/t/out")).Text.Should().Be("""{"series":null}""");
    }

    [Fact]
    public async Task A_large_body_grows_the_buffer()
    {
        var lines = new StringBuilder();
        for (var i = 1; i <= 20_000; i++)
            lines.Append("m v=").Append(i).Append(' ').Append(i).Append('\n');

        (await _api.WriteAsync(lines.ToString())).Status.Should().Be(204);

        (await _api.SendAsync("GET", "/tasks/t/out")).At("series.0.values.0.1").Should().Be("20000");
    }

    private async Task<ApiReply> WritePackedAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add("gzip");
        return await _api.SendAsync("POST", "/write?db=db&rp=rp", content);
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
