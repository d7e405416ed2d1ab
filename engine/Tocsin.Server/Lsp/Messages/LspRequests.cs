using static Tocsin.Server.Lsp.Messages.LspBasics;

namespace Tocsin.Server.Lsp.Messages;

/// <summary>What editors send: the parts of it that are looked at.</summary>
internal static class LspRequests
{
    public sealed record Document(string Uri, string? LanguageId = null, int? Version = null, string? Text = null);

    public sealed record DidOpen(Document TextDocument);

    public sealed record Change(string Text, TextRange? Range = null);

    public sealed record DidChange(Document TextDocument, Change[] ContentChanges);

    /// <summary>A document alone, or a place of it.</summary>
    public sealed record AtPlace(Document TextDocument, Position? Position = null);

    public sealed record ReferencesContext(bool IncludeDeclaration);

    public sealed record References(Document TextDocument, Position Position, ReferencesContext? Context = null);

    public sealed record Rename(Document TextDocument, Position Position, string NewName);

    public sealed record InRange(Document TextDocument, TextRange Range);

    public sealed record Folder(string Uri);

    public sealed record Initialize(int? ProcessId = null, string? RootUri = null, Folder[]? WorkspaceFolders = null);
}
