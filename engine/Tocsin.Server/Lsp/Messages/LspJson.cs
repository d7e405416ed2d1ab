using System.Text.Json.Serialization;

namespace Tocsin.Server.Lsp.Messages;

/// <summary>The messages as JSON, by code that the compiler writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LspRequests.DidOpen))]
[JsonSerializable(typeof(LspRequests.DidChange))]
[JsonSerializable(typeof(LspRequests.AtPlace))]
[JsonSerializable(typeof(LspRequests.References))]
[JsonSerializable(typeof(LspRequests.Rename))]
[JsonSerializable(typeof(LspRequests.InRange))]
[JsonSerializable(typeof(LspRequests.Initialize))]
[JsonSerializable(typeof(LspAnswers.PublishDiagnostics))]
[JsonSerializable(typeof(LspAnswers.LogMessage))]
[JsonSerializable(typeof(LspAnswers.Initialized))]
[JsonSerializable(typeof(LspAnswers.CompletionList))]
[JsonSerializable(typeof(LspAnswers.Hover))]
[JsonSerializable(typeof(LspAnswers.SignatureHelp))]
[JsonSerializable(typeof(LspAnswers.WorkspaceEdit))]
[JsonSerializable(typeof(LspAnswers.SemanticTokens))]
[JsonSerializable(typeof(LspAnswers.FoldingRange[]))]
[JsonSerializable(typeof(LspAnswers.DocumentSymbol[]))]
[JsonSerializable(typeof(LspAnswers.CodeAction[]))]
[JsonSerializable(typeof(LspAnswers.InlayHint[]))]
[JsonSerializable(typeof(LspAnswers.CodeLens[]))]
[JsonSerializable(typeof(LspBasics.Edit[]))]
[JsonSerializable(typeof(LspBasics.Location[]))]
[JsonSerializable(typeof(LspBasics.Location))]
[JsonSerializable(typeof(LspBasics.TextRange))]
internal sealed partial class LspJson : JsonSerializerContext;
