using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Syntax;
using Tocsin.Server.Lsp.Messages;

namespace Tocsin.Server.Lsp;

/// <summary>A text that is open in an editor.</summary>
internal sealed class LspDocument(LspRequests.Document opened)
{
    public string Uri { get; } = opened.Uri;

    public int? Version { get; private set; } = opened.Version;

    public string Text { get; private set; } = opened.Text ?? "";

    /// <summary>Bytes that its text holds.</summary>
    public long Bytes => (long)Text.Length * sizeof(char);

    /// <summary>True for a script, false for a definition.</summary>
    public bool IsScript { get; } = opened.LanguageId is "tickscript" or "tick" || (opened.LanguageId is not ("yaml" or "json") && HasEnding(opened.Uri, ".tick"));

    /// <summary>True for a definition, which is YAML.</summary>
    public bool IsDefinition { get; } = opened.LanguageId is "yaml" || HasEnding(opened.Uri, ".yaml") || HasEnding(opened.Uri, ".yml");

    /// <summary>The path of the file, as far as it has one.</summary>
    public string Path { get; } = System.Uri.TryCreate(opened.Uri, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : opened.Uri;

    /// <summary>The script as it is now; null until somebody asks for it.</summary>
    public EditedScript? Script { get; set; }

    /// <summary>What was found in <see cref="Script"/>.</summary>
    public IReadOnlyList<Diagnostic> Found { get; set; } = [];

    /// <summary>True when what was found belongs to an older text.</summary>
    public bool IsDirty { get; set; } = true;

    /// <summary>Takes the changes of an editor, one after the other.</summary>
    public void Apply(int? version, LspRequests.Change[] changes)
    {
        foreach (var change in changes)
        {
            if (change.Range is not { } range)
            {
                Text = change.Text;
                continue;
            }

            var span = new LineMap(Text).SpanOf(range);
            Text = string.Concat(Text.AsSpan(0, span.Start), change.Text, Text.AsSpan(span.End));
        }

        Version = version ?? Version;
        Script = null;
        IsDirty = true;
    }

    private static bool HasEnding(string uri, string ending) => uri.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
