using System.Text.Json.Nodes;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Server.Lsp;
using Tocsin.Server.Lsp.Schemas;

namespace Tocsin.Server.Tests.Lsp;

public sealed class LspSessionTests
{
    private const string Script = "var limit = 5\nstream\n    |from()\n        .measurement('cpu')\n    |where(lambda: \"v\" > limit)\n    |log()\n";

    [Fact]
    public async Task What_is_wrong_is_published_after_opening_and_after_each_change()
    {
        await using var client = await LspClient.OpenAsync(Script.Replace("|log", "|lg", StringComparison.Ordinal));
        var found = await client.DiagnosticsAsync(1);
        found.Should().ContainSingle().Which!["code"]!.GetValue<string>().Should().Be("TS1051");
        found[0]!["range"]!["start"]!["line"]!.GetValue<int>().Should().Be(5);

        await client.TellAsync("textDocument/didChange", JsonNode.Parse("""
            {"textDocument":{"uri":"file:///x.tick","version":2},"contentChanges":[{"range":{"start":{"line":5,"character":6},"end":{"line":5,"character":6}},"text":"o"}]}
            """)!);
        (await client.DiagnosticsAsync(2)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("completion", 3, 12, "\"label\":\"measurement\"")]
    [InlineData("hover", 2, 6, "Chooses points of the stream")]
    [InlineData("signatureHelp", 4, 11, "\"activeParameter\":0")]
    [InlineData("definition", 4, 27, "\"line\":0")]
    [InlineData("references", 4, 27, "\"line\":4")]
    [InlineData("prepareRename", 4, 27, "\"character\":25")]
    [InlineData("formatting", 0, 0, "newText")]
    [InlineData("semanticTokens/full", 0, 0, "\"data\":[0,0,3,0,0,0,4,5,1,1")]
    [InlineData("foldingRange", 0, 0, "\"startLine\":1,\"endLine\":5")]
    [InlineData("documentSymbol", 0, 0, "\"name\":\"limit\"")]
    [InlineData("codeLens", 0, 0, "[]")]
    public async Task Questions_are_answered(string method, int line, int character, string expected)
    {
        await using var client = await LspClient.OpenAsync(Script);
        (await client.AskAtAsync("textDocument/" + method, line, character))!.ToJsonString().Replace("\\u0022", "\"", StringComparison.Ordinal).Should().Contain(expected);
    }

    [Fact]
    public async Task A_variable_gets_another_name()
    {
        await using var client = await LspClient.OpenAsync(Script);
        (await client.AskAtAsync("textDocument/rename", 4, 27, newName: "most"))!["changes"]!["file:///x.tick"]!.AsArray().Should().HaveCount(2);

        var refused = await client.SendAsync("textDocument/rename", JsonNode.Parse("""{"textDocument":{"uri":"file:///x.tick"},"position":{"line":4,"character":27},"newName":"TRUE"}""")!);
        refused["error"]!["message"]!.GetValue<string>().Should().Contain("'TRUE' cannot be the name of a variable");
    }

    [Fact]
    public async Task A_mistake_comes_with_its_fix()
    {
        await using var client = await LspClient.OpenAsync(Script.Replace("|log", "|lg", StringComparison.Ordinal));
        var fixes = await client.AskAsync("textDocument/codeAction", JsonNode.Parse("""
            {"textDocument":{"uri":"file:///x.tick"},"range":{"start":{"line":5,"character":5},"end":{"line":5,"character":5}},"context":{"diagnostics":[]}}
            """)!);
        var first = fixes!.AsArray()[0]!;
        first["title"]!.GetValue<string>().Should().Be("Replace lg with log");
        first["edit"]!["changes"]!["file:///x.tick"]![0]!["newText"]!.GetValue<string>().Should().Be("log");
    }

    [Fact]
    public async Task Hints_stand_in_the_range_that_is_seen()
    {
        await using var client = await LspClient.OpenAsync("var data = stream|from()\ndata|log()\n");
        var hints = await client.AskAsync("textDocument/inlayHint", JsonNode.Parse("""{"textDocument":{"uri":"file:///x.tick"},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}}""")!);
        hints!.AsArray().Should().ContainSingle().Which!["label"]!.GetValue<string>().Should().Be(": from");
    }

    [Fact]
    public async Task Without_a_schema_that_is_said()
    {
        await using var client = await LspClient.OpenAsync(Script);
        await client.DiagnosticsAsync(1);
        client.Told.Select(message => message.ToJsonString()).Should().Contain(text => text.Contains("no schema", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_are_compared_with_the_schema()
    {
        var schema = new DataSchema([new MeasurementSchema("cpu", ["host"], [new FieldSchema("usage", FieldType.Float)])]);
        await using var client = await LspClient.OpenAsync(Script, schema: new FixedSchema(schema, "schema.json"));
        (await client.DiagnosticsAsync(1)).Select(found => found!["code"]!.GetValue<string>()).Should().Equal("TS4001");
    }

    [Fact]
    public async Task The_order_of_the_protocol_is_kept()
    {
        await using var client = new LspClient();
        (await client.SendAsync("textDocument/hover", new JsonObject()))["error"]!["code"]!.GetValue<int>().Should().Be(-32002);
        (await client.AskAsync("initialize", new JsonObject()))!["capabilities"]!["renameProvider"].Should().NotBeNull();
        (await client.SendAsync("textDocument/hover", JsonNode.Parse("""{"textDocument":{"uri":"file:///none"},"position":{"line":0,"character":0}}""")!))["error"]!["message"]!.GetValue<string>().Should().Contain("file:///none is not open");
        (await client.SendAsync("textDocument/hover", JsonNode.Parse("""{"textDocument":5}""")!))["error"]!["code"]!.GetValue<int>().Should().Be(-32602);
        (await client.SendAsync("workspace/symbol", new JsonObject()))["error"]!["code"]!.GetValue<int>().Should().Be(-32601);
        (await client.AskAsync("shutdown", new JsonObject())).Should().BeNull();
        (await client.SendAsync("initialize", new JsonObject()))["error"]!["code"]!.GetValue<int>().Should().Be(-32600);
        await client.TellAsync("exit", new JsonObject());
        (await client.Ended).Should().BeTrue();
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n{\"jsonrpc\"")]
    [InlineData("Content-Le")]
    [InlineData("")]
    public async Task An_editor_that_dies_ends_the_session(string half)
    {
        await using var client = await LspClient.OpenAsync(Script);
        await client.WriteRawAsync(half);
        await client.GoAsync();
        (await client.Ended).Should().BeFalse();
    }

    [Theory]
    [InlineData("Content-Length: 99999999999\r\n\r\n")]
    [InlineData("Content-Length: -5\r\n\r\n")]
    [InlineData("Content-Length: 40000000\r\n\r\n")]
    [InlineData("Length: 5\r\n\r\n")]
    public async Task What_is_no_message_ends_it_with_a_word(string header)
    {
        await using var client = new LspClient();
        await client.WriteRawAsync(header);
        (await client.ReadAsync())["error"]!["code"]!.GetValue<int>().Should().Be(-32600);
        (await client.Ended).Should().BeFalse();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("{\"id\":1,\"method\":\"a\\ud800\"}")]
    public async Task What_is_not_json_is_refused_and_others_are_answered(string body)
    {
        await using var client = new LspClient();
        await client.WriteRawAsync($"Content-Length: {body.Length}\r\n\r\n{body}");
        (await client.ReadAsync())["error"]!["code"]!.GetValue<int>().Should().Be(-32700);
        (await client.AskAsync("initialize", new JsonObject())).Should().NotBeNull();
    }

    [Fact]
    public async Task A_text_that_grows_beyond_the_memory_is_refused_and_others_go_on()
    {
        var memory = new LspMemory(10_000, "the test allows");
        await using (var client = new LspClient(memory: memory))
        {
            await client.AskAsync("initialize", new JsonObject());
            await OpenAsync(client, "file:///a.tick", new string(' ', 1000));
            await client.TellAsync("textDocument/didChange", JsonNode.Parse($$"""{"textDocument":{"uri":"file:///a.tick","version":2},"contentChanges":[{"text":"{{new string(' ', 3000)}}"}]}""")!);
            (await client.AskAtAsync("textDocument/hover", 0, 0, "file:///a.tick")).Should().BeNull("it is open still");
            await OpenAsync(client, "file:///b.tick", "stream");
            await client.TellAsync("textDocument/didChange", JsonNode.Parse($$"""{"textDocument":{"uri":"file:///b.tick","version":2},"contentChanges":[{"text":"{{new string(' ', 2100)}}"}]}""")!);
            (await client.SendAsync("textDocument/hover", JsonNode.Parse("""{"textDocument":{"uri":"file:///b.tick"},"position":{"line":0,"character":0}}""")!))["error"]!["message"]!.GetValue<string>().Should().Contain("is not open");
            client.Told.Select(message => message.ToJsonString()).Should().Contain(message => message.Contains("the test allows (10000 bytes)", StringComparison.Ordinal));
            await client.TellAsync("textDocument/didClose", JsonNode.Parse("""{"textDocument":{"uri":"file:///a.tick"}}""")!);
            await OpenAsync(client, "file:///c.tick", new string(' ', 1500));
            (await client.AskAtAsync("textDocument/hover", 0, 0, "file:///c.tick")).Should().BeNull("what was closed left room");
        }

        memory.TryTake(10_000).Should().BeTrue("an editor that goes gives everything back");
    }

    [Fact]
    public async Task A_message_that_has_no_room_ends_the_session_with_a_word()
    {
        await using var client = new LspClient(memory: new LspMemory(4000, "the test allows"));
        await OpenAsync(client, "file:///a.tick", new string(' ', 5000));
        (await client.ReadAsync())["error"]!["message"]!.GetValue<string>().Should().Contain("the test allows (4000 bytes)");
        (await client.Ended).Should().BeFalse();
    }

    private static Task OpenAsync(LspClient client, string uri, string text) => client.TellAsync(
        "textDocument/didOpen", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "tickscript", ["version"] = 1, ["text"] = text } });

    [Fact]
    public async Task Changes_are_taken_in_their_order_and_in_utf_16()
    {
        await using var client = await LspClient.OpenAsync("// 😀\r\nstream|from()|log()");
        await client.TellAsync("textDocument/didChange", JsonNode.Parse("""
            {"textDocument":{"uri":"file:///x.tick","version":2},"contentChanges":[
              {"range":{"start":{"line":0,"character":5},"end":{"line":0,"character":5}},"text":" x"},
              {"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":6}},"text":"batch"}]}
            """)!);
        var hover = await client.AskAtAsync("textDocument/hover", 1, 2);
        hover!.ToJsonString().Should().Contain("batch");
    }
}
