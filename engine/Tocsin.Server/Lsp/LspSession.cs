using System.Text.Json;
using System.Threading.Channels;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Editing.Diagnosing;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Lsp.Definitions;
using Tocsin.Server.Lsp.Messages;
using Tocsin.Server.Lsp.Schemas;

namespace Tocsin.Server.Lsp;

/// <summary>
/// One editor: its open documents, and what it asks. Messages are answered one after the other; what is wrong with a text is said when nothing else
/// waits, so that fast typing is not answered letter by letter.
/// </summary>
/// <param name="memory">Holds what waits and what is open, of this editor and perhaps of others.</param>
internal sealed class LspSession(ILspPipe pipe, LspLanguage language, LspMemory memory)
{
    private const int MostWaiting = 1000;
    private const int MostDocuments = 200;

    private readonly Dictionary<string, LspDocument> _documents = new(StringComparer.Ordinal);
    private readonly SchemaBook _schema = new(language.Schema, language.Time);
    private readonly LspOutput _output = new(pipe);
    private readonly CancelledRequests _cancelled = new();
    private bool _isInitialized;
    private bool _isShutDown;
    private readonly Dictionary<DataSchema, EditorLanguage> _languages = [];
    private EditorLanguage? _without;
    private Extensions? _extensions;
    private long _held;

    /// <summary>Serves the editor until it says goodbye or goes.</summary>
    /// <returns>True when it said goodbye in the right order.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = Channel.CreateBounded<LspMessage>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(waiting.Writer, end.Token);
        var said = false;
        try
        {
            await foreach (var message in waiting.Reader.ReadAllAsync(end.Token).ConfigureAwait(false))
            {
                if (message.Method == "exit")
                {
                    said = true;
                    break;
                }

                await AnswerAsync(message, end.Token).ConfigureAwait(false);
                TryTake(-message.Bytes);
                if (!waiting.Reader.TryPeek(out _))
                    await PublishAsync(end.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TryTake(-_held);
        }

        return said && _isShutDown;
    }

    // Reads ahead, so that what is taken back is known before its turn comes.
    private async Task ReadAsync(ChannelWriter<LspMessage> waiting, CancellationToken cancellationToken)
    {
        try
        {
            while (await pipe.ReadAsync(cancellationToken).ConfigureAwait(false) is { } bytes)
            {
                if (LspMessage.TryParse(bytes, out var message))
                {
                    if (message.Method == "$/cancelRequest")
                        _cancelled.Add(message.CancelledId);
                    else if (message.Method is not null && !TryTake(message.Bytes))
                        throw new InvalidDataException(memory.WhyFull);
                    else if (message.Method is not null)
                        await waiting.WriteAsync(message, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await _output.RefuseAsync(null, LspException.ParseError, "the message is not JSON", cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (InvalidDataException problem)
        {
            await _output.RefuseAsync(null, LspException.InvalidRequest, problem.Message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            waiting.TryComplete();
        }
    }

    private async Task AnswerAsync(LspMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (message.Id is { } id && _cancelled.Take(id))
                throw new LspException(LspException.Cancelled, "the request was taken back");
            if (!_isInitialized && message.Method is not "initialize")
                throw new LspException(LspException.NotInitialized, "the first request is initialize");
            if (_isShutDown)
                throw new LspException(LspException.InvalidRequest, "after shutdown only exit may follow");
            var answer = await ResultAsync(message, cancellationToken).ConfigureAwait(false);
            if (message.Id is not null)
                await _output.AnswerAsync(message.Id, answer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var (code, why) = e switch
            {
                LspException own => (own.Code, own.Message),
                JsonException => (LspException.InvalidParams, "the parameters are not those of the request: " + e.Message),
                _ => (LspException.InternalError, $"unexpected {e.GetType().Name}: {e.Message}"),
            };
            if (message.Id is not null)
                await _output.RefuseAsync(message.Id, code, why, cancellationToken).ConfigureAwait(false);
            else if (code is LspException.InternalError or LspException.RequestFailed)
                await _output.LogAsync(why, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<JsonElement?> ResultAsync(LspMessage message, CancellationToken cancellationToken)
    {
        switch (message.Method)
        {
            case "initialize":
                _isInitialized = true;
                return Json(new LspAnswers.Initialized(LspCapabilities.All, new LspAnswers.Server("tocsin", language.Version)), LspJson.Default.Initialized);
            case "initialized":
                language.Prepare();
                await _output.LogAsync(_schema.Name.Length > 0 ? $"names of the data come from {_schema.Name}" : "no schema: names of the data are those of the scripts", cancellationToken).ConfigureAwait(false);
                return null;
            case "shutdown":
                _isShutDown = true;
                return null;
            case "textDocument/didOpen":
                Open(message.Read(LspJson.Default.DidOpen).TextDocument);
                return null;
            case "textDocument/didChange":
                Change(message.Read(LspJson.Default.DidChange));
                return null;
            case "textDocument/didClose":
                var closed = message.Read(LspJson.Default.AtPlace).TextDocument.Uri;
                Close(closed);
                await _output.NotifyAsync("textDocument/publishDiagnostics", Json(new LspAnswers.PublishDiagnostics(closed, null, []), LspJson.Default.PublishDiagnostics), cancellationToken).ConfigureAwait(false);
                return null;
            case { } method when method.StartsWith("textDocument/", StringComparison.Ordinal) && LspCapabilities.Answers(method):
                return await AskAsync(method, message, cancellationToken).ConfigureAwait(false);
            case { } method when message.Id is null || method.StartsWith("$/", StringComparison.Ordinal):
                return null;
            default:
                throw new LspException(LspException.MethodNotFound, $"there is no method '{message.Method}'");
        }
    }

    private async ValueTask<JsonElement?> AskAsync(string method, LspMessage message, CancellationToken cancellationToken)
    {
        var at = message.Read(LspJson.Default.AtPlace);
        var document = Find(at.TextDocument.Uri);
        if (document.IsDefinition)
            return DefinitionAnswer(method, document, at);
        if (!document.IsScript)
            return null;
        var script = await ScriptOfAsync(document, cancellationToken).ConfigureAwait(false);
        var offset = at.Position is { } position ? script.Lines.OffsetOf(position) : 0;
        return method switch
        {
            "textDocument/completion" => Json(ScriptAnswers.Complete(script, offset), LspJson.Default.CompletionList),
            "textDocument/hover" => ScriptAnswers.Hover(script, offset, Found(document, script)) is { } hover ? Json(hover, LspJson.Default.Hover) : null,
            "textDocument/signatureHelp" => ScriptAnswers.Signature(script, offset) is { } help ? Json(help, LspJson.Default.SignatureHelp) : null,
            "textDocument/definition" => ScriptAnswers.Definition(script, document.Uri, offset) is { } place ? Json(place, LspJson.Default.Location) : null,
            "textDocument/references" => Json(
                ScriptAnswers.References(script, document.Uri, offset, message.Read(LspJson.Default.References).Context?.IncludeDeclaration != false), LspJson.Default.LocationArray),
            "textDocument/prepareRename" => ScriptAnswers.PrepareRename(script, offset) is { } range ? Json(range, LspJson.Default.TextRange) : null,
            "textDocument/rename" => Json(ScriptAnswers.Rename(script, document.Uri, offset, message.Read(LspJson.Default.Rename).NewName), LspJson.Default.WorkspaceEdit),
            "textDocument/formatting" => Json(ScriptAnswers.Format(script), LspJson.Default.EditArray),
            "textDocument/semanticTokens/full" => Json(ScriptAnswers.Colours(script), LspJson.Default.SemanticTokens),
            "textDocument/foldingRange" => Json(ScriptAnswers.Folds(script), LspJson.Default.FoldingRangeArray),
            "textDocument/documentSymbol" => Json(ScriptAnswers.Symbols(script), LspJson.Default.DocumentSymbolArray),
            "textDocument/codeAction" => Json(
                ScriptAnswers.Fixes(script, document.Uri, script.Lines.SpanOf(message.Read(LspJson.Default.InRange).Range), Found(document, script)), LspJson.Default.CodeActionArray),
            "textDocument/inlayHint" => Json(ScriptAnswers.Hints(script, script.Lines.SpanOf(message.Read(LspJson.Default.InRange).Range)), LspJson.Default.InlayHintArray),
            "textDocument/codeLens" => Json(ScriptAnswers.Lenses(script), LspJson.Default.CodeLensArray),
            _ => null,
        };
    }

    private JsonElement? DefinitionAnswer(string method, LspDocument document, LspRequests.AtPlace at)
    {
        if (at.Position is not { } position || document.Text.Length > EditedScript.LongestText)
            return null;
        var definition = new EditedDefinition(document.Path, document.Text, language.Files(), language.Extensions);
        return method switch
        {
            "textDocument/completion" => Json(definition.Complete(position), LspJson.Default.CompletionList),
            "textDocument/hover" => definition.Hover(position) is { } hover ? Json(hover, LspJson.Default.Hover) : null,
            _ => null,
        };
    }

    private void Open(LspRequests.Document opened)
    {
        if (_documents.Count >= MostDocuments && !_documents.ContainsKey(opened.Uri))
            throw new LspException(LspException.RequestFailed, $"{MostDocuments} documents are open, which are the most: close some");
        Close(opened.Uri);
        var document = new LspDocument(opened);
        if (!TryTake(document.Bytes))
            throw new LspException(LspException.RequestFailed, $"{opened.Uri} is not open here: {memory.WhyFull}");
        _documents[opened.Uri] = document;
    }

    // What grows too long is no longer followed: later changes would be those of another text.
    private void Change(LspRequests.DidChange change)
    {
        var document = Find(change.TextDocument.Uri);
        var before = document.Bytes;
        document.Apply(change.TextDocument.Version, change.ContentChanges);
        if (TryTake(document.Bytes - before))
            return;
        TryTake(-before);
        _documents.Remove(document.Uri);
        throw new LspException(LspException.RequestFailed, $"{document.Uri} is not open here any more: {memory.WhyFull}");
    }

    private void Close(string uri)
    {
        if (_documents.Remove(uri, out var closed))
            TryTake(-closed.Bytes);
    }

    // Kept, so that all is given back at the end.
    private bool TryTake(long bytes)
    {
        if (!memory.TryTake(bytes))
            return false;
        Interlocked.Add(ref _held, bytes);
        return true;
    }

    private LspDocument Find(string uri) =>
        _documents.TryGetValue(uri, out var document) ? document : throw new LspException(LspException.InvalidParams, $"the document {uri} is not open");

    private async ValueTask<EditedScript> ScriptOfAsync(LspDocument document, CancellationToken cancellationToken)
    {
        var script = document.Script ?? new EditedScript(document.Text, LanguageOf(null));
        var wanted = LanguageOf(await _schema.OfAsync(script.IsTooLong ? [] : script.Measurements, cancellationToken).ConfigureAwait(false));
        if (ReferenceEquals(document.Script, script) && ReferenceEquals(script.Language, wanted))
            return script;
        document.IsDirty = true;
        return document.Script = script.With(wanted);
    }

    // The same while nothing changes: what was read of a text is kept with it.
    private EditorLanguage LanguageOf(DataSchema? schema)
    {
        var extensions = language.Extensions;
        if (!ReferenceEquals(extensions, _extensions) || _languages.Count > MostDocuments)
        {
            _extensions = extensions;
            _without = null;
            _languages.Clear();
        }

        if (schema is null)
            return _without ??= language.Of(null);
        if (!_languages.TryGetValue(schema, out var known))
            _languages[schema] = known = language.Of(schema);
        return known;
    }

    private static IReadOnlyList<Diagnostic> Found(LspDocument document, EditedScript script)
    {
        if (document.IsDirty)
        {
            document.Found = ScriptDiagnosis.Of(script);
            document.IsDirty = false;
        }

        return document.Found;
    }

    private async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        foreach (var document in _documents.Values.Where(document => document.IsDirty).ToList())
        {
            LspBasics.Diagnostic[] found;
            if (document.IsScript)
            {
                var script = await ScriptOfAsync(document, cancellationToken).ConfigureAwait(false);
                found = [.. Found(document, script).Select(diagnostic => ScriptAnswers.Of(diagnostic, script.Lines))];
            }
            else
            {
                document.IsDirty = false;
                found = document.IsDefinition ? new EditedDefinition(document.Path, document.Text, language.Files(), language.Extensions).Diagnose() : [];
            }

            await _output.NotifyAsync(
                "textDocument/publishDiagnostics", Json(new LspAnswers.PublishDiagnostics(document.Uri, document.Version, found), LspJson.Default.PublishDiagnostics), cancellationToken).ConfigureAwait(false);
        }
    }

    private static JsonElement Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(value, type);
}
