using System.Text.Json.Nodes;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting.Hosting;
using Tocsin.Server.Loading.Checks;

namespace Tocsin.Server.Tests.Lsp;

public sealed class EditedDefinitionTests
{
    [Theory]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: a\nkind: post\noptions:\n  urrl: http://x\n", "'urrl'")]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: a\nkind: pst\n", "'pst'")]
    [InlineData("sources/a.yaml", "id: a\nkind: genric\ntopic: t\n", "'genric'")]
    [InlineData("a.test.yaml", "tests:\n  - name: x\n    stpes: []\n", "'stpes'")]
    [InlineData("drills/a.yaml", "id: weekly\nname: pager\ncron: '0 9 * * 9'\nalarm: ops\n", "cron: ")]
    [InlineData("drills/a.yaml", "id: weekly\n", "a drill needs cron")]
    [InlineData("a.yaml", "id: weekly\ncron: '0 9 * * 1'\nalarm: ops\n", "a drill needs name")]
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
    [InlineData("drills/a.yaml", "id: weekly\n", 1, 0, "alarm")]
    [InlineData("drills/a.yaml", "", 0, 0, "cron")]
    [InlineData("tocsin.yaml", "http:\n  ", 1, 2, "bind-address")]
    [InlineData("tocsin.yaml", "", 0, 0, "influxdb")]
    public async Task Keys_and_kinds_are_offered(string path, string text, int line, int character, string expected)
    {
        await using var client = await LspClient.OpenAsync(text, "file:///" + path, "yaml");
        var items = (await client.AskAtAsync("textDocument/completion", line, character, "file:///" + path))!["items"]!.AsArray();
        items.Select(item => item!["label"]!.GetValue<string>()).Should().Contain(expected);
    }

    [Theory]
    [MemberData(nameof(NamedFiles))]
    public async Task What_files_of_the_own_machine_say_is_known(string path, string text, string expected)
    {
        var (there, missing) = await NamingAsync(path, text, MachineFiles.Here);
        missing.Should().Contain(expected);
        there.Should().NotBe(missing);
    }

    [Theory]
    [MemberData(nameof(NamedFiles))]
    public async Task A_stranger_learns_nothing_of_files(string path, string text, string expected)
    {
        var (there, missing) = await NamingAsync(path, text, MachineFiles.Unknown);
        there.Should().Be(missing).And.NotContain(expected).And.NotContain("confidential");
    }

    public static TheoryData<string, string, string> NamedFiles => new()
    {
        { "a.test.yaml", "tasks: [FILE]\ntests:\n  - name: x\n    steps:\n      - expect: {}\n", "there is no " },
        { "a.test.yaml", "config: FILE\nload: FILE\ntests:\n  - name: x\n    steps:\n      - expect: {}\n", "there is no " },
        { "a.test.yaml", "tasks: [/x]\ntests:\n  - name: x\n    steps:\n      - replay: FILE\n      - expect: {}\n", "there is no file " },
        { "a.test.yaml", "tasks: [/x]\ntests:\n  - name: x\n    steps:\n      - request: { POST: /ingest/a, file: FILE }\n      - expect: {}\n", "there is no file " },
        { "handlers/a.yaml", "topic: cpu\nid: a\nkind: post\noptions:\n  url: ${file:FILE}\n", "cannot be read" },
        { "handlers/a.yaml", "topic: cpu\nid: a\nkind: publish\noptions:\n  topics: ['${file:FILE}']\n", "cannot be read" },
        { "handlers/a.yaml", "topic: cpu\nid: a\nkind: csharp\noptions:\n  file: FILE\n", "there is no file " },
        { "handlers/a.yaml", "topic: cpu\nid: a\nkind: csharp\noptions:\n  code: '#load \"FILE\"'\n", "error CS" },
        { "sources/a.yaml", "id: a\nkind: generic\nauth:\n  bearer: ${file:FILE}\n", "cannot be read" },
    };

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

    // What is said when a text names a file that is there, and one that is not.
    private static async Task<(string There, string Missing)> NamingAsync(string path, string text, MachineFiles files)
    {
        using var folder = new TempFolder();
        using var scripts = new CsxHost(new CsxSettings { Folder = folder.Path });
        var extensions = new Extensions { Kinds = scripts.AddTo(HandlerKinds.BuiltIn) };
        var there = folder.Write("there", "confidential");
        return (await SaidOfAsync(there), await SaidOfAsync(there.Replace("there", "where", StringComparison.Ordinal)));

        async Task<string> SaidOfAsync(string file)
        {
            await using var client = await LspClient.OpenAsync(text.Replace("FILE", file, StringComparison.Ordinal), "file:///" + path, "yaml", files: files, extensions: extensions);
            return (await client.DiagnosticsAsync(1)).ToJsonString().Replace(file, "FILE", StringComparison.Ordinal);
        }
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
