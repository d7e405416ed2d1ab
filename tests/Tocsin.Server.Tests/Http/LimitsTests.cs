using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class LimitsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_write_is_as_large_as_the_limit_packed_or_not()
    {
        await using var api = await StartAsync(new LimitsOptions { BodyBytes = 1000 });
        var fits = Lines(1000);
        var large = Lines(1001);

        (await api.WriteAsync(fits)).Status.Should().Be(204);
        foreach (var reply in new[] { await api.WriteAsync(large), await WritePackedAsync(api, large), await WriteInPartsAsync(api, large) })
        {
            reply.Status.Should().Be(413);
            reply.Error.Should().Be(
                "the body is larger than limits.body-bytes allows (1000 bytes, unpacked): write the points in several requests, or raise the limit");
        }

        (await WritePackedAsync(api, fits)).Status.Should().Be(204);
    }

    [Fact]
    public async Task A_bomb_is_stopped_at_the_limit_and_leaves_nothing_behind()
    {
        await using var api = await StartAsync(new LimitsOptions { BodyBytes = 1024 * 1024, BytesInFlight = 4 * 1024 * 1024 });

        for (var i = 0; i < 20; i++)
            (await WritePackedAsync(api, new string('#', 50_000_000))).Status.Should().Be(413, "four that left something behind would have taken all the room");
    }

    [Theory]
    [InlineData("/tasks")]
    [InlineData("/templates")]
    [InlineData("/alerts/topics/t/handlers")]
    [InlineData("//tocsin/v1/sources")]
    [InlineData("//tocsin/v1/alerts/note")]
    public async Task Definitions_are_as_large_as_the_limit(string path)
    {
        await using var api = await StartAsync(new LimitsOptions { DefinitionBytes = 1000 });

        var reply = await api.SendAsync("POST", path, $$"""{"id":"{{new string('a', 1000)}}"}""");

        reply.Status.Should().Be(413);
        reply.Error.Should().Be("the body is larger than limits.definition-bytes allows (1000 bytes): send fewer definitions per request, or raise the limit");
    }

    [Fact]
    public async Task Scripts_are_as_long_as_the_limit()
    {
        await using var api = await StartAsync(new LimitsOptions { ScriptLength = 100 });
        var script = "stream|from()" + new string(' ', 87);

        (await api.DefineAsync("fits", script)).Status.Should().Be(200);
        var reply = await api.DefineAsync("long", script + " ");
        reply.Status.Should().Be(400);
        reply.Error.Should().Be("the script has 101 characters, more than limits.script-length allows (100): make several tasks of it, or raise the limit");
    }

    [Fact]
    public async Task Scripts_have_as_many_nodes_as_the_limit()
    {
        await using var api = await StartAsync(new LimitsOptions { Nodes = 5 });

        (await api.DefineAsync("fits", "var s = stream\n" + string.Concat(Enumerable.Repeat("s|from()\n", 4)), "enabled")).Status.Should().Be(200);
        var reply = await api.DefineAsync("large", "var s = stream\n" + string.Concat(Enumerable.Repeat("s|from()\n", 5)), "enabled");

        reply.Status.Should().Be(400);
        reply.Error.Should().Be("the script makes 6 nodes, more than limits.nodes allows (5): make several tasks of it, or raise the limit");
    }

    [Fact]
    public async Task Bodies_to_a_source_are_as_large_as_the_limit_of_the_server_unless_the_source_has_its_own()
    {
        await using var api = await StartAsync(new LimitsOptions { SourceBytes = 2_000_000 });
        foreach (var (id, limits) in new[] { ("usual", ""), ("own", ",\"limits\":{\"bytes\":1000}") })
            (await api.SendAsync("POST", "//tocsin/v1/sources", $$"""{"id":"{{id}}","kind":"generic","options":{"id":"a","level":"critical"}{{limits}}}""")).Status.Should().BeInRange(200, 299);

        (await api.SendAsync("POST", "//ingest/usual", Body(1_900_000))).Status.Should().BeInRange(200, 299);
        (await api.SendAsync("POST", "//ingest/usual", Body(2_000_000))).Status.Should().Be(413);
        (await api.SendAsync("POST", "//ingest/own", Body(1000))).Status.Should().Be(413);

        var sources = await api.SendAsync("GET", "//tocsin/v1/sources");
        sources.At("sources.0.last-error").Should().Be("a body was larger than the 1000 bytes of the source's limits.bytes: raise it if such bodies are wanted");
        sources.At("sources.1.last-error").Should().Be("a body was larger than the 2000000 bytes of the server's limits.source-bytes: raise it, or set limits.bytes in the source");

        static string Body(int length) => $$"""{"text":"{{new string('x', length)}}"}""";
    }

    [Fact]
    public async Task Bodies_that_are_on_their_way_share_their_memory()
    {
        await using var api = await StartAsync(new LimitsOptions { BodyBytes = 256 * 1024, BytesInFlight = 600 * 1024 });
        var halves = new List<Socket> { await HalfABodyAsync(api, 200_000) };
        ApiReply? reply = null;

        // A body that does not go on is given up after a while: there is a new one each time.
        await Until.True(
            async () =>
            {
                halves.Add(await HalfABodyAsync(api, 200_000));
                reply = await WriteInPartsAsync(api, Lines(200_000));
                return reply.Status == 503;
            },
            "the halves are held",
            Patience);
        reply!.Error.Should().Be(
            "requests and answers under way hold as much memory as limits.bytes-in-flight allows (614400): try again later, or raise the limit");
        reply.Headers["Retry-After"].Should().Be("5");

        halves.ForEach(half => half.Dispose());
        await Until.True(async () => (await WriteInPartsAsync(api, Lines(200_000))).Status == 204, "what the halves held is free", Patience);
    }

    [Fact]
    public async Task Answers_that_nobody_reads_share_their_memory_too()
    {
        await using var api = await StartAsync(new LimitsOptions { BytesInFlight = 32 * 1024 * 1024 });
        for (var i = 0; i < 8; i++)
            await api.DefineAsync("t" + i, $"// {new string('x', 900_000)}\nstream|from()");
        var readers = new List<Socket>();
        var status = 200;

        // What the system itself takes of an answer is not held here, so that it is not known how many readers it takes.
        while (status == 200 && readers.Count < 30)
        {
            readers.Add(await SendOnlyAsync(api, "GET /kapacitor/v1/tasks?fields=script HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            status = (await api.SendAsync("GET", "/tasks?fields=script")).Status;
        }

        // Nobody but those who were answered first gets the large list, which leaves a quarter to writes; what is small is answered.
        status.Should().Be(503);
        (await api.SendAsync("GET", "/tasks?fields=status")).Status.Should().Be(200);
        (await WriteInPartsAsync(api, Lines(200_000))).Status.Should().Be(204);

        readers.ForEach(reader => reader.Dispose());
        await Until.True(async () => (await api.SendAsync("GET", "/tasks?fields=script")).Status == 200, "what the readers held is free", Patience);
    }

    [Fact]
    public async Task A_hundred_mistakes_are_told()
    {
        await using var api = await StartAsync(new LimitsOptions());

        var reply = await api.SendAsync("POST", "//tocsin/v1/sources", "[" + string.Join(',', Enumerable.Repeat("x", 5_000)) + "]");

        reply.Error.Split('\n').Should().HaveCount(101).And.HaveElementAt(100, "and 4900 more");
    }

    [Fact]
    public void What_is_not_set_follows_from_the_memory()
    {
        var small = new LimitsOptions().For(256L * 1024 * 1024);
        (small.Series, small.BytesInFlight, small.BodyBytes).Should().Be((65_536, 32 * 1024 * 1024, 8 * 1024 * 1024));
        var large = new LimitsOptions().For(64L * 1024 * 1024 * 1024);
        (large.Series, large.BytesInFlight, large.BodyBytes).Should().Be((2_000_000, 1024 * 1024 * 1024, 128 * 1024 * 1024));
        (small.TextLength, large.TextLength, new LimitsOptions { TextLength = 7 }.For(1).TextLength).Should().Be((256 * 1024, 1024 * 1024, 7));
        var set = new LimitsOptions { Series = 5, BodyBytes = 6, BytesInFlight = 7 }.For(1);
        (set.Series, set.BodyBytes, set.BytesInFlight).Should().Be((5, 6, 7));
    }

    private static Task<ApiHost> StartAsync(LimitsOptions limits) => ApiHost.StartAsync(new EngineSettings { Limits = limits });

    /// <summary>So many bytes of line protocol.</summary>
    private static string Lines(int length) => "m v=1\n" + new string('#', length - 6);

    private static async Task<ApiReply> WritePackedAsync(ApiHost api, string lines)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(lines));
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return await api.SendAsync("POST", "/write?db=db&rp=rp", content);
    }

    /// <summary>Writes without telling how much will come.</summary>
    private static async Task<ApiReply> WriteInPartsAsync(ApiHost api, string lines)
    {
        using var content = new StringContent(lines);
        content.Headers.ContentLength = null;
        return await api.SendAsync("POST", "/write?db=db&rp=rp", content, ("Transfer-Encoding", "chunked"));
    }

    /// <summary>A write of whose body this much has come, and no more will.</summary>
    private static Task<Socket> HalfABodyAsync(ApiHost api, int length) =>
        SendOnlyAsync(api, $"POST /write?db=db&rp=rp HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length + 1}\r\n\r\n{Lines(length)}");

    private static async Task<Socket> SendOnlyAsync(ApiHost api, string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(api.Address.Host, api.Address.Port);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request));
        return socket;
    }
}
