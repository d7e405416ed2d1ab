using System.Text.Json;
using static Tocsin.Server.Lsp.Messages.LspBasics;

namespace Tocsin.Server.Lsp.Messages;

/// <summary>What the server sends.</summary>
internal static class LspAnswers
{
    public sealed record PublishDiagnostics(string Uri, int? Version, Diagnostic[] Diagnostics);

    public sealed record LogMessage(int Type, string Message);

    public sealed record Server(string Name, string Version);

    public sealed record Initialized(JsonElement Capabilities, Server ServerInfo);

    public sealed record CompletionList(bool IsIncomplete, CompletionItem[] Items);

    /// <summary>A suggestion; <paramref name="InsertTextFormat"/> 2 is a snippet, 1 plain text.</summary>
    public sealed record CompletionItem(
        string Label, int Kind, string? Detail, Markup? Documentation, string SortText, string FilterText, int InsertTextFormat, Edit TextEdit);

    public sealed record Hover(Markup Contents, TextRange? Range);

    public sealed record Parameter(string Label);

    public sealed record Signature(string Label, Markup? Documentation, Parameter[] Parameters);

    public sealed record SignatureHelp(Signature[] Signatures, int ActiveSignature, int ActiveParameter);

    public sealed record WorkspaceEdit(Dictionary<string, Edit[]> Changes);

    public sealed record SemanticTokens(int[] Data);

    public sealed record FoldingRange(int StartLine, int EndLine, string? Kind);

    public sealed record DocumentSymbol(string Name, string? Detail, int Kind, TextRange Range, TextRange SelectionRange, DocumentSymbol[] Children);

    public sealed record CodeAction(string Title, string Kind, Diagnostic[] Diagnostics, bool IsPreferred, WorkspaceEdit Edit);

    /// <summary>A hint; kind 1 is a type, 2 a parameter.</summary>
    public sealed record InlayHint(Position Position, string Label, int Kind, bool PaddingRight);

    public sealed record CodeLens(TextRange Range, ShownCommand Command);
}
