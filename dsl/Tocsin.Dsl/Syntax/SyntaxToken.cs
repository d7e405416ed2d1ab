namespace Tocsin.Dsl.Syntax;

/// <summary>A token with everything before it, so that the tokens of a script joined are the script again.</summary>
/// <param name="Span">The token's own text; empty at the end of the script.</param>
/// <param name="LeadingTrivia">What stands between the previous token and this one, in order.</param>
public sealed record SyntaxToken(SyntaxKind Kind, TextSpan Span, IReadOnlyList<Trivia> LeadingTrivia)
{
    /// <summary>The token's text together with its leading trivia.</summary>
    public TextSpan FullSpan =>
        LeadingTrivia.Count == 0 ? Span : TextSpan.FromBounds(LeadingTrivia[0].Span.Start, Span.End);

    /// <summary>The comments that the node keeps whose first token this is: those before it, and those before tokens that keep none.</summary>
    internal IReadOnlyList<CommentBlock> Comments { get; init; } = [];

    /// <summary>How many parentheses and signs are open around the token.</summary>
    internal int Depth { get; init; }
}
