using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Tests.Http.Editing;

public sealed class EditingApiTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_schema_holds_tags_and_fields_of_what_was_written()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.WriteAsync("cpu,host=a usage=1.5,n=2i 1\ncpu,rack=b usage=1.5,up=true 1\ncpux v=1 1\nmem text=\"a\" 1\nmem text=5 1")).Status.Should().Be(204);
        var all = JsonNode.Parse((await host.SendAsync("GET", "//tocsin/v1/schema?prefix=cpu")).Text)!;
        all["measurements"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).Should().Equal("cpu", "cpux");
        var cpu = all["measurements"]![0]!;
        cpu["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()).Should().Equal("host", "rack");
        cpu["fields"]!.AsArray().Select(field => $"{field!["name"]} {field["type"]}").Should().Equal("n integer", "up boolean", "usage float");
        cpu["last-seen"].Should().NotBeNull();
        all["whole"]!.GetValue<bool>().Should().BeTrue();
        var mem = JsonNode.Parse((await host.SendAsync("GET", "//tocsin/v1/schema?prefix=mem")).Text)!;
        mem["measurements"]![0]!["fields"]![0]!["type"]!.GetValue<string>().Should().Be("unknown", "it had two types");
    }

    [Fact]
    public async Task More_measurements_than_wanted_are_cut_off()
    {
        await using var host = await ApiHost.StartAsync();
        await host.WriteAsync("a v=1\nb v=1\nc v=1");
        var some = JsonNode.Parse((await host.SendAsync("GET", "//tocsin/v1/schema?limit=2")).Text)!;
        some["measurements"]!.AsArray().Should().HaveCount(2);
        some["whole"]!.GetValue<bool>().Should().BeFalse();
    }

    [Theory]
    [InlineData("limit=0", "limit is a number from 1 to 1000, not '0'")]
    [InlineData("limit=many", "not 'many'")]
    [InlineData("prefx=a", "there is no parameter 'prefx'")]
    public async Task Other_questions_are_refused(string query, string why)
    {
        await using var host = await ApiHost.StartAsync();
        var reply = await host.SendAsync("GET", "//tocsin/v1/schema?" + query);
        reply.Status.Should().Be(400);
        reply.Text.Should().Contain(why);
    }

    [Fact]
    public async Task An_editor_speaks_on_a_web_socket_and_knows_the_data_of_the_server()
    {
        await using var host = await ApiHost.StartAsync();
        await host.WriteAsync("cpu,host=a usage=1.5 1");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/tocsin/v1/lsp" }.Uri, CancellationToken.None).WaitAsync(Limit);
        await SendAsync(socket, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""");
        (await ReadAsync(socket))["result"]!["capabilities"].Should().NotBeNull();
        await SendAsync(socket, """{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.tick","languageId":"tickscript","version":1,"text":"stream|from().measurement('cpu')|where(lambda: \"usge\" > 1.0)|log()"}}}""");
        (await ReadAsync(socket))["params"]!["diagnostics"]![0]!["message"]!.GetValue<string>().Should().Contain("did you mean usage?");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Limit);
    }

    [Fact]
    public async Task An_editor_has_to_come_again_and_show_who_it_is()
    {
        var time = new FakeTime();
        await using var host = await ApiHost.StartAsync(new EngineSettings { Time = time });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/tocsin/v1/lsp" }.Uri, CancellationToken.None).WaitAsync(Limit);
        await SendAsync(socket, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""");
        await ReadAsync(socket);
        time.Advance(TimeSpan.FromMinutes(15));
        (await socket.ReceiveAsync(new byte[100], CancellationToken.None).WaitAsync(Limit)).MessageType.Should().Be(WebSocketMessageType.Close);
        socket.CloseStatusDescription.Should().Contain("15 minutes");
    }

    [Theory]
    [InlineData("there")]
    [InlineData("where")]
    public async Task An_editor_of_the_web_learns_nothing_of_files(string name)
    {
        using var folder = new TempFolder();
        folder.Write("there", "confidential");
        await using var host = await ApiHost.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/tocsin/v1/lsp" }.Uri, CancellationToken.None).WaitAsync(Limit);
        await SendAsync(socket, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""");
        await ReadAsync(socket);
        var text = $"tasks: ['{folder.Of(name)}']\ntests:\n  - name: x\n    steps:\n      - replay: '{folder.Of(name)}'\n      - expect: {{}}\n";
        await SendAsync(socket, new JsonObject
        {
            ["jsonrpc"] = "2.0", ["method"] = "textDocument/didOpen",
            ["params"] = new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = "file:///a.test.yaml", ["languageId"] = "yaml", ["version"] = 1, ["text"] = text } },
        }.ToJsonString());
        (await ReadAsync(socket))["params"]!["diagnostics"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_web_socket_the_door_says_what_it_is()
    {
        await using var host = await ApiHost.StartAsync();
        var reply = await host.SendAsync("GET", "//tocsin/v1/lsp");
        reply.Status.Should().Be(400);
        reply.Text.Should().Contain("WebSocket");
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(Limit);

    private static async Task<JsonObject> ReadAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[8192];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Limit);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!.AsObject();
    }
}
