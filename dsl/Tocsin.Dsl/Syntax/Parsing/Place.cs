using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Where something stands in a script.</summary>
internal readonly record struct Place(string Script, TextSpan Span)
{
    /// <summary>From the begin of the next token of <paramref name="first"/> to the end of the last one before <paramref name="after"/>.</summary>
    public static Place Between(TokenList<SyntaxToken> first, TokenList<SyntaxToken> after)
    {
        var start = first.ConsumeToken().Value;
        return new Place(start.Span.Source!, Spanning(start.Kind.Span.Start, after.Next().FullSpan.Start)); // A token has a source.
    }

    /// <summary>The span with another begin.</summary>
    public TextSpan From(int start) => Spanning(start, Span.End);

    public bool HasNewLine(int start, int end) => end > start && Script.AsSpan(start, end - start).Contains('\n');

    // Of a node of which all is missing, the blanks before the next token are not part.
    private static TextSpan Spanning(int start, int end) => TextSpan.FromBounds(start, Math.Max(start, end));
}
