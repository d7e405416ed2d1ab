using System.CommandLine;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Http;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp;
using Tocsin.Server.Lsp.Messages;
using Tocsin.Server.Lsp.Schemas;

namespace Tocsin.Server.Cli.Editing;

/// <summary><c>tocsin lsp</c>: the language server, for editors that start a program and speak with it on its input and output.</summary>
internal sealed class LspCommand : CliCommand
{
    /// <summary>What stands first on its line.</summary>
    public const string Word = "lsp";

    private readonly Terminal _terminal;
    private readonly Func<Stream> _openOutput;
    private readonly ExtensionOptions _extensions;
    private readonly Option<string?> _server;
    private readonly Option<string?> _schema;
    private readonly TimeProvider _time;

    /// <param name="openOutput">Opens what the editor reads.</param>
    public LspCommand(Terminal terminal, Func<Stream> openOutput, TimeProvider time)
        : base(Word, CommandGroup.Writing, "Serve an editor: mistakes, completion, names and more for scripts and definitions (Language Server Protocol).")
    {
        _terminal = terminal;
        _openOutput = openOutput;
        _time = time;
        _extensions = new ExtensionOptions(this);
        _server = Option<string?>("server", "A server that is asked for the measurements, tags and fields of its data; its token is TOCSIN_TOKEN, or user and password in the address.", "URL");
        _schema = Option<string?>("schema", "Measurements, tags and fields from a file: points as line protocol (.lp), or a schema.json as GET /tocsin/v1/schema answers it.", "FILE");
        Add(new Option<bool>("--stdio") { Description = "Speak on the standard input and output, which is done anyway.", Hidden = true });
    }

    public override IReadOnlyList<string> Examples => ["tocsin lsp", "tocsin lsp --server http://localhost:9092", "tocsin lsp --schema schema.json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var http = arguments.GetValue(_server) is { } url ? NewHttp(url) : null;
        ISchemaSource schema = arguments.GetValue(_schema) is { } file ? new FixedSchema(SchemaFile.Read(file), file)
            : http is not null ? new ServerSchema(http, _time) : FixedSchema.None;

        // Plugins load when the editor has its answer to hello, while it opens the first document.
        var folders = _extensions.Folders(arguments);
        var opened = new Lazy<ExtensionRegistry>(folders.Open);
        var language = new LspLanguage(() => opened.Value.Current, schema, _terminal.Environment, MachineFiles.Here, _time) { Version = ServerVersion.Text };
        using var input = _terminal.OpenInput();
        using var output = _openOutput();
        using var pipe = new LspFrames(input, output);
        try
        {
            var said = await new LspSession(pipe, language, LspMemory.OfOne()).RunAsync(cancellationToken).ConfigureAwait(false);
            return said ? ExitCode.Ok : ExitCode.Failed;
        }
        finally
        {
            if (opened.IsValueCreated)
                opened.Value.Dispose();
        }
    }

    private HttpClient NewHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
        ? ServerHttp.For(url, token: url.UserInfo.Length > 0 ? null : _terminal.Environment("TOCSIN_TOKEN"))
        : throw new CliException($"'{text}' isn't the address of a server: it must start with http:// or https://", ExitCode.BadUrl);
}
