using System.Text.Json.Nodes;

namespace Tocsin.Server.Tests.Lsp;

public sealed class EditedDefinitionTests
{
    [Theory]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: a\nkind: post\noptions:\n  urrl: http://x\n", "'urrl'")]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: a\nkind: pst\n", "'pst'")]
    [InlineData("sources/a.yaml", "id: a\nkind: genric\ntopic: t\n", "'genric'")]
    [InlineData("a.test.yaml", "tests:\n  - name: x\n    stpes: []\n", "'stpes'")]
    public async Task What_is_wrong_is_published(string path, string text, string expected)
    {
        await using var client = await LspClient.OpenAsync(text, "file:///" + path, "yaml");
        (await client.DiagnosticsAsync(1)).Select(found => found!["message"]!.GetValue<string>()).Should().Contain(message => message.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: a\nki", 2, 2, "kind")]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: a\nkind: ", 2, 6, "post")]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: a\nkind: post\noptions:\n  ", 4, 2, "url")]
    [InlineData("sources/a.yaml", "id: a\nkind: ", 1, 6, "generic")]
    [InlineData("sources/a.yaml", "id: a\nkind: generic\nauth:\n  ", 3, 2, "bearer")]
    [InlineData("a.test.yaml", "tests:\n  - name: x\n    ", 2, 4, "steps")]
    [InlineData("a.test.yaml", "tests:\n  - name: x\n    steps:\n      - ", 3, 8, "expect")]
    [InlineData("tocsin.yaml", "http:\n  ", 1, 2, "bind-address")]
    [InlineData("tocsin.yaml", "", 0, 0, "influxdb")]
    public async Task Keys_and_kinds_are_offered(string path, string text, int line, int character, string expected)
    {
        await using var client = await LspClient.OpenAsync(text, "file:///" + path, "yaml");
        var items = (await client.AskAtAsync("textDocument/completion", line, character, "file:///" + path))!["items"]!.AsArray();
        items.Select(item => item!["label"]!.GetValue<string>()).Should().Contain(expected);
    }

    [Fact]
    public async Task A_key_that_is_there_is_not_offered_again()
    {
        await using var client = await LspClient.OpenAsync("topic: cpu\n\nid: a\n", "file:///handlers/a.yaml", "yaml");
        var items = (await client.AskAtAsync("textDocument/completion", 1, 0, "file:///handlers/a.yaml"))!["items"]!.AsArray();
        items.Select(item => item!["label"]!.GetValue<string>()).Should().Contain("kind").And.NotContain(["topic", "id"]);
    }

    [Fact]
    public async Task A_key_says_what_it_means()
    {
        await using var client = await LspClient.OpenAsync("topic: cpu\nid: a\nkind: post\noptions:\n  url: http://x\n", "file:///handlers/a.yaml", "yaml");
        (await client.AskAtAsync("textDocument/hover", 4, 3, "file:///handlers/a.yaml"))!["contents"]!["value"]!.GetValue<string>().Should().StartWith("`url`: ");
    }

    [Fact]
    public async Task Whatever_is_written_is_answered()
    {
        const string text = "topic: cpu\nid: 'a\"\nkind: post\noptions:\n  headers: {a: 1, - b\n  - x: [\n\t\ttab: |\n---\ntests:\n - \n:\n";
        for (var length = 0; length <= text.Length; length += 4)
        {
            await using var client = await LspClient.OpenAsync(text[..length], "file:///handlers/a.yaml", "yaml");
            var line = text[..length].Count(letter => letter == '\n');
            (await client.AskAtAsync("textDocument/completion", line, 99, "file:///handlers/a.yaml"))!["items"].Should().BeOfType<JsonArray>();
            await client.AskAtAsync("textDocument/hover", line, 0, "file:///handlers/a.yaml");
        }
    }
}
