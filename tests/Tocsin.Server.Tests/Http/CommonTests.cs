using System.IO.Compression;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class CommonTests : IAsyncLifetime
{
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("GET", "/nope", 404, "Not Found: there is no path /kapacitor/v1/nope; GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "//nope", 404, "Not Found: there is no path /nope; GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "//pong", 404, "Not Found: there is no path /pong; did you mean /ping? GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("PUT", "/tasks", 404, "Not Found: there is no PUT of /kapacitor/v1/tasks, which takes GET and POST; GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("DELETE", "/tasks", 404, "Not Found: the id is missing at the end of the path; the path without it is the list, which GET shows")]
    [InlineData("PATCH", "/templates", 404, "Not Found: the id is missing at the end of the path; the path without it is the list, which GET shows")]
    [InlineData("GET", "/ping/", 404, "Not Found: there is no path /kapacitor/v1/ping/; did you mean /kapacitor/v1/ping? GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "/task/cpu", 404, "Not Found: there is no path /kapacitor/v1/task/cpu; did you mean /kapacitor/v1/tasks/cpu? GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "//kapacitor/v2/tasks", 404, "Not Found: there is no path /kapacitor/v2/tasks; did you mean /kapacitor/v1/tasks? GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "//tasks", 404, "Not Found: there is no path /tasks; did you mean /kapacitor/v1/tasks? GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "//tocsin/v1/statuss", 404, "Not Found: there is no path /tocsin/v1/statuss; did you mean /tocsin/v1/status? GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "//index.html", 404, "Not Found: there is no path /index.html; GET /kapacitor/v1/:routes lists those of Kapacitor, docs/http.md all")]
    [InlineData("GET", "/tasks/", 400, "must specify task id on path")]
    [InlineData("PATCH", "/tasks/", 400, "must specify task id on path")]
    [InlineData("GET", "/templates/", 400, "must specify template id on path")]
    [InlineData("GET", "/alerts/topics/", 404, "unknown topic: \"\"")]
    [InlineData("GET", "/tasks?limit=x", 400, "invalid limit parameter \"x\" must be an integer")]
    [InlineData("GET", "/tasks?offset=1.5", 400, "invalid offset parameter \"1.5\" must be an integer")]
    [InlineData("GET", "/templates?limit=x", 400, "invalid limit parameter \"x\" must be an integer")]
    [InlineData("GET", "/tasks?dot-view=x", 400, "invalid dot-view parameter \"x\": use attributes or labels")]
    [InlineData("GET", "/tasks?script-format=x", 400, "invalid script-format parameter \"x\": use formatted or raw")]
    [InlineData("GET", "/alerts/topics?min-level=BAD", 400, "unknown alert level 'BAD'")]
    [InlineData("GET", "/alerts/topics?pattern=[", 400, "invalid pattern: syntax error in pattern")]
    public async Task What_is_wrong_is_answered_in_one_form(string method, string path, int status, string error)
    {
        var reply = await _api.SendAsync(method, path);

        reply.Status.Should().Be(status);
        reply.Error.Should().Be(error);
        reply.Text.Should().StartWith("{\n    \"error\": ").And.EndWith("\n}");
        reply.Headers["Content-Type"].Should().Be("application/json; charset=utf-8");
    }

    [Theory]
    [InlineData("/ping")]
    [InlineData("//kapacitor/v1preview/ping")]
    public async Task Ping_tells_the_version(string path)
    {
        var reply = await _api.SendAsync("GET", path);

        reply.Status.Should().Be(204);
        reply.Headers["X-Kapacitor-Version"].Should().Be("1.5.5");
        Guid.TryParse(reply.Headers["Request-Id"], out _).Should().BeTrue();
        (await _api.SendAsync("HEAD", path)).Status.Should().Be(204);
    }

    [Theory]
    [InlineData("/tasks")]
    [InlineData("/nope")]
    [InlineData("//write")]
    public async Task Options_is_answered_everywhere(string path)
    {
        var reply = await _api.SendAsync("OPTIONS", path);

        reply.Status.Should().Be(200);
        reply.Bytes.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/\\host//x", "/%5Chost/x")]
    [InlineData("/\t/host//x", "/%09/host/x")]
    [InlineData("//host/x", "/host/x")]
    public async Task A_path_never_leads_to_another_host(string target, string location)
    {
        var answer = await _api.SendRawAsync($"GET {target} HTTP/1.1");

        if (answer.StartsWith("HTTP/1.1 301", StringComparison.Ordinal))
            answer.Should().Contain($"\r\nLocation: {location}\r\n");
        else
            answer.Should().StartWith("HTTP/1.1 400", "the server knows no such target");
    }

    [Fact]
    public async Task Answers_are_packed_for_those_who_ask()
    {
        var reply = await _api.SendAsync("GET", "/tasks", (string?)null, ("Accept-Encoding", "gzip"));

        reply.Headers["Content-Encoding"].Should().Be("gzip");
        using var unpacked = new StreamReader(new GZipStream(new MemoryStream(reply.Bytes), CompressionMode.Decompress));
        (await unpacked.ReadToEndAsync()).Should().Be("{\n    \"tasks\": []\n}");
    }

    [Fact]
    public async Task A_path_with_empty_segments_leads_to_the_clean_one()
    {
        var reply = await _api.SendAsync("GET", "//kapacitor/v1//tasks?limit=1");

        reply.Status.Should().Be(301);
        reply.Headers["Location"].Should().Be("/kapacitor/v1/tasks?limit=1");
    }

    [Theory]
    [InlineData("/a//b", "/a/b")]
    [InlineData("/a/./b/", "/a/b/")]
    [InlineData("/a/../../b", "/b")]
    [InlineData("/..", "/")]
    [InlineData("/.a/b..", "/.a/b..")]
    public void Clean_paths_have_no_dots_and_no_empty_segments(string path, string clean) => CleanPath.Of(path).Should().Be(clean);

    [Theory]
    [InlineData("GET", "/debug/pprof/heap", "debug/pprof")]
    [InlineData("GET", "/kapacitor/v1preview/debug/pprof", "debug/pprof")]
    [InlineData("GET", "/logs", "logs")]
    public async Task What_only_the_peer_has_is_answered_with_what_is_missing(string method, string path, string part)
    {
        var reply = await _api.SendAsync(method, path.StartsWith("/kapacitor", StringComparison.Ordinal) ? "/" + path : path);

        reply.Status.Should().Be(501);
        reply.Error.Should().StartWith("not implemented: this server has no ").And.Contain($"(/{part}); ");
    }
}
