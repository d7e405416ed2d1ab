namespace Tocsin.Server.Lsp.Messages;

/// <summary>The parts that messages of the Language Server Protocol are made of. Names and shapes are the protocol's.</summary>
internal static class LspBasics
{
    /// <summary>A place; both from 0, the character in UTF-16 units.</summary>
    public sealed record Position(int Line, int Character);

    /// <summary>A stretch of a text; the end is not part of it.</summary>
    public sealed record TextRange(Position Start, Position End);

    /// <summary>A stretch of a document.</summary>
    public sealed record Location(string Uri, TextRange Range);

    /// <summary>A change of a text.</summary>
    public sealed record Edit(TextRange Range, string NewText);

    /// <summary>Text in Markdown.</summary>
    public sealed record Markup(string Kind, string Value)
    {
        public static Markup Of(string markdown) => new("markdown", markdown);
    }

    /// <summary>A mistake. Severities: 1 error, 2 warning, 3 information, 4 hint.</summary>
    public sealed record Diagnostic(TextRange Range, int Severity, string? Code, string Source, string Message, int[]? Tags);

    /// <summary>Something that an editor carries out; without a name it only shows the title.</summary>
    public sealed record ShownCommand(string Title, string Command);
}
