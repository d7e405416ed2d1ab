using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp;
using Tocsin.Server.Lsp.Messages;
using Tocsin.Server.Lsp.Schemas;

namespace Tocsin.Server.Tests.Lsp;

/// <summary>An editor that speaks with a session in memory; waits for what it asked, and keeps what it is told beside.</summary>
internal sealed class LspClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly LspFrames _server;
    private readonly LspFrames _own;
    private readonly Task<bool> _session;
    private int _id;

    public LspClient(ISchemaSource? schema = null, MachineFiles? files = null, Extensions? extensions = null, LspMemory? memory = null)
    {
        _server = new LspFrames(_toServer.Reader.AsStream(), _toClient.Writer.AsStream());
        _own = new LspFrames(_toClient.Reader.AsStream(), _toServer.Writer.AsStream());
        var language = new LspLanguage(() => extensions ?? Extensions.BuiltIn, schema ?? FixedSchema.None, static _ => null, files ?? MachineFiles.Here, TimeProvider.System) { Version = "1" };
        _session = Task.Run(() => new LspSession(_server, language, memory ?? LspMemory.OfOne()).RunAsync(CancellationToken.None));
    }

    /// <summary>True when the session ended after a goodbye.</summary>
    public Task<bool> Ended => _session.WaitAsync(Limit);

    /// <summary>What came without being asked for, in order.</summary>
    public List<JsonObject> Told { get; } = [];

    public static async Task<LspClient> OpenAsync(string text, string uri = "file:///x.tick", string language = "tickscript", ISchemaSource? schema = null, MachineFiles? files = null, Extensions? extensions = null)
    {
        var client = new LspClient(schema, files, extensions);
        await client.AskAsync("initialize", new JsonObject());
        await client.TellAsync("initialized", new JsonObject());
        await client.TellAsync("textDocument/didOpen", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = language, ["version"] = 1, ["text"] = text } });
        return client;
    }

    public async Task<JsonObject> SendAsync(string method, JsonNode parameters, int? id = null)
    {
        var number = id ?? ++_id;
        await WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = number, ["method"] = method, ["params"] = parameters });
        while (true)
        {
            var message = await ReadAsync();
            if (message["id"]?.GetValue<int>() == number)
                return message;
            Told.Add(message);
        }
    }

    public async Task<JsonNode?> AskAsync(string method, JsonNode parameters)
    {
        var answer = await SendAsync(method, parameters);
        answer["error"].Should().BeNull("{0} is answered", method);
        return answer["result"];
    }

    public Task<JsonNode?> AskAtAsync(string method, int line, int character, string uri = "file:///x.tick", string? newName = null)
    {
        var parameters = new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri }, ["position"] = new JsonObject { ["line"] = line, ["character"] = character } };
        if (newName is not null)
            parameters["newName"] = newName;
        return AskAsync(method, parameters);
    }

    public Task TellAsync(string method, JsonNode parameters) => WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

    /// <summary>The next diagnostics of a document.</summary>
    public async Task<JsonArray> DiagnosticsAsync(int version)
    {
        while (true)
        {
            var found = Told.Find(message => message["method"]?.GetValue<string>() == "textDocument/publishDiagnostics" && message["params"]!["version"]?.GetValue<int>() == version);
            if (found is not null)
                return found["params"]!["diagnostics"]!.AsArray();
            Told.Add(await ReadAsync());
        }
    }

    public async Task WriteRawAsync(string text) => await _toServer.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task GoAsync() => await _toServer.Writer.CompleteAsync();

    public async Task<JsonObject> ReadAsync()
    {
        var bytes = await _own.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit) ?? throw new InvalidOperationException("the server has gone");
        return JsonNode.Parse(bytes)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        await GoAsync();
        await _session.WaitAsync(Limit);
        _server.Dispose();
        _own.Dispose();
    }

    private async Task WriteAsync(JsonObject message) => await _own.WriteAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), CancellationToken.None);
}
