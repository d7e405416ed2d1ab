using System.Text.Json;

namespace Tocsin.Server.Lsp;

/// <summary>What editors can ask for.</summary>
internal static class LspCapabilities
{
    private static readonly string[] Methods =
    [
        "completion", "hover", "signatureHelp", "definition", "references", "prepareRename", "rename", "formatting", "semanticTokens/full", "foldingRange",
        "documentSymbol", "codeAction", "inlayHint", "codeLens",
    ];

    /// <summary>As the protocol says them.</summary>
    public static JsonElement All { get; } = Parse();

    /// <summary>True for what is asked of a document and answered.</summary>
    public static bool Answers(string method) => Methods.Contains(method["textDocument/".Length..]);

    private static JsonElement Parse()
    {
        using var document = JsonDocument.Parse($$"""
            {
              "positionEncoding": "utf-16",
              "textDocumentSync": { "openClose": true, "change": 2 },
              "completionProvider": { "triggerCharacters": ["|", ".", "@", "\"", "'"] },
              "hoverProvider": true,
              "signatureHelpProvider": { "triggerCharacters": ["(", ","] },
              "definitionProvider": true,
              "referencesProvider": true,
              "renameProvider": { "prepareProvider": true },
              "documentFormattingProvider": true,
              "foldingRangeProvider": true,
              "documentSymbolProvider": true,
              "codeActionProvider": { "codeActionKinds": ["quickfix"] },
              "inlayHintProvider": true,
              "codeLensProvider": {},
              "semanticTokensProvider": {
                "legend": { "tokenTypes": [{{string.Join(", ", ScriptAnswers.ColourNames.Select(name => $"\"{name}\""))}}], "tokenModifiers": ["declaration"] },
                "full": true
              }
            }
            """);
        return document.RootElement.Clone();
    }
}
