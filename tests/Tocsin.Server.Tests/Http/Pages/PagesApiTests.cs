using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Tocsin.Server.Tests.Http.Pages;

public sealed partial class PagesApiTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("//")]
    [InlineData("//ui")]
    public async Task The_server_leads_to_its_page(string path)
    {
        var reply = await _api.SendAsync("GET", path);

        (reply.Status, reply.Headers["Location"]).Should().Be((302, "/ui/"));
    }

    [Theory]
    [InlineData("//ui/")]
    [InlineData("//ui/alerts?topic=a&id=b")]
    [InlineData("//ui/no/such/page")]
    public async Task Every_address_is_the_page_which_allows_nothing_but_this_server(string path)
    {
        var page = await _api.SendAsync("GET", path);

        (page.Status, page.Headers["Content-Type"], page.Headers["Cache-Control"]).Should().Be((200, "text/html; charset=utf-8", "no-cache"));
        page.Headers["Content-Security-Policy"].Should().Be("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
        page.Text.Should().NotContain("<style").And.NotMatchRegex("<script[^>]*>[^<]").And.NotContain("http");
        (await _api.SendAsync("GET", path, (string?)null, ("If-None-Match", page.Headers["ETag"]))).Status.Should().Be(304);
    }

    [Fact]
    public async Task Files_stand_under_the_hash_of_all_of_them_and_are_kept_for_good()
    {
        var files = Address().Matches((await _api.SendAsync("GET", "//ui/")).Text).Select(match => match.Groups[1].Value).ToList();
        files.Should().HaveCount(3);
        foreach (var file in files)
        {
            var plain = await _api.SendAsync("GET", "/" + file);
            (plain.Status, plain.Headers["Cache-Control"]).Should().Be((200, "public, max-age=31536000, immutable"));
            foreach (var (encoding, unpack) in new (string, Func<Stream, Stream>)[]
            {
                ("br", packed => new BrotliStream(packed, CompressionMode.Decompress)), ("gzip", packed => new GZipStream(packed, CompressionMode.Decompress)),
            })
            {
                var packed = await _api.SendAsync("GET", "/" + file, (string?)null, ("Accept-Encoding", $"deflate, {encoding}"));
                packed.Headers["Content-Encoding"].Should().Be(encoding);
                using var text = new MemoryStream();
                await unpack(new MemoryStream(packed.Bytes)).CopyToAsync(text);
                text.ToArray().Should().Equal(plain.Bytes, "{0} holds what {1} holds", encoding, file);
            }
        }
    }

    [Fact]
    public async Task What_is_no_file_of_this_version_is_not_answered_with_the_page()
    {
        var reply = await _api.SendAsync("GET", "//ui/@000000000000/app.js");

        (reply.Status, reply.Error).Should().Be((404, "there is no file '@000000000000/app.js' in this version of the pages: load the page again"));
    }

    [Fact]
    public async Task The_page_is_there_for_those_who_have_to_sign_in()
    {
        await _api.SendAsync("POST", "//tocsin/v1/users", """{"name":"root","password":"correct horse","roles":["admin"]}""");

        (await _api.SendAsync("GET", "//ui/")).Status.Should().Be(200);
        (await _api.SendAsync("GET", "//tocsin/v1/alerts?limit=5")).Status.Should().Be(401);
        (await _api.StatusOfAsync("/tocsin/v1/stream")).Should().Be(401);
    }

    [GeneratedRegex("(?:src|href)=\"(/[^\"]+)\"")]
    private static partial Regex Address();
}
