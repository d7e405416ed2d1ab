namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Gives comments to the tokens whose nodes keep them; those before others, such as a <c>)</c> or a <c>,</c>, move on to the next.</summary>
/// <param name="tokens">The tokens read so far.</param>
internal sealed class CommentKeeper(string text, IReadOnlyList<SyntaxToken> tokens)
{
    private readonly List<CommentBlock> _pending = [];

    /// <summary>The comments that the next token keeps.</summary>
    public IReadOnlyList<CommentBlock> Take(SyntaxKind kind, IReadOnlyList<Trivia> trivia)
    {
        for (var i = 0; i < trivia.Count; i++)
        {
            if (trivia[i].Kind == TriviaKind.Comment)
                _pending.Add(CommentBlock.Parse(text.Substring(trivia[i].Span.Start, trivia[i].Span.Length)));
        }

        if (_pending.Count == 0 || !Keeps(kind))
            return [];

        var taken = _pending.ToArray();
        _pending.Clear();
        return taken;
    }

    private bool Keeps(SyntaxKind kind) => kind switch
    {
        SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.Comma or SyntaxKind.Assign or SyntaxKind.Bad => false,
        SyntaxKind.OpenParen => !IsBefore(1, SyntaxKind.Identifier) || IsBefore(3, SyntaxKind.Var),
        SyntaxKind.Dot => !IsBefore(2, SyntaxKind.Dbrp),
        _ => true,
    };

    private bool IsBefore(int distance, SyntaxKind kind) => tokens.Count >= distance && tokens[^distance].Kind == kind;
}
