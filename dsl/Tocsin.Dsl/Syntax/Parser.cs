namespace Tocsin.Dsl.Syntax;

/// <summary>
/// Recursive descent over the tokens; each method reads one rule of the grammar. After a mistake it goes on with something missing
/// and reports the next one only at a place further on.
/// </summary>
internal sealed partial class Parser(SourceText source, IReadOnlyList<SyntaxToken> tokens, DiagnosticBag diagnostics)
{
    private const int NestingLimit = 200;

    // Enough for any person; garbage must not cost time for more.
    private const int ReportLimit = 100;

    // Comments read and not yet kept by a node: those before a ')' or a ',' move on to the next node.
    private readonly List<CommentBlock> _pendingComments = [];
    private int _at;
    private int _nesting;
    private int _errors;
    private int _warnings;
    private int _reportedUpTo = -1;

    // Set by any mistake in the statement at hand, also one that the lexer has reported.
    private bool _failed;

    private SyntaxToken Current => tokens[_at];

    private SyntaxKind NextKind => tokens[Math.Min(_at + 1, tokens.Count - 1)].Kind;

    private bool AtEnd => Current.Kind == SyntaxKind.EndOfFile;

    private bool AtChainOperator => Current.Kind is SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At;

    private SyntaxToken Next()
    {
        var token = Current;
        foreach (var trivia in token.LeadingTrivia)
        {
            if (trivia.Kind == TriviaKind.Comment)
                _pendingComments.Add(CommentBlock.Parse(Text(trivia.Span)));
        }

        if (!AtEnd)
            _at++;
        return token;
    }

    private bool TryNext(SyntaxKind kind)
    {
        if (Current.Kind != kind)
            return false;

        Next();
        return true;
    }

    /// <summary>Reads a token of the kind, or reports that it is missing and reads nothing.</summary>
    private bool Expect(SyntaxKind kind, string expected)
    {
        if (TryNext(kind))
            return true;

        ReportUnexpected(expected);
        return false;
    }

    private IReadOnlyList<CommentBlock> TakeComments()
    {
        if (_pendingComments.Count == 0)
            return [];

        var comments = _pendingComments.ToArray();
        _pendingComments.Clear();
        return comments;
    }

    private string Text(TextSpan span) => source.Text.Substring(span.Start, span.Length);

    private bool HasNewLine(int start, int end) => source.Text.AsSpan(start, end - start).Contains('\n');

    /// <summary>The end of the last token read.</summary>
    private int LastEnd => _at == 0 ? 0 : tokens[_at - 1].Span.End;

    private TextSpan SpanFrom(int start) => TextSpan.FromBounds(start, Math.Max(start, LastEnd));

    private void ReportUnexpected(string expected)
    {
        _failed = true;
        if (Current.Kind == SyntaxKind.Bad || _at <= _reportedUpTo || _errors >= ReportLimit)
            return;

        _errors++;
        _reportedUpTo = _at;
        diagnostics.ReportUnexpected(Current.Span, Found(Current), expected, ParserHints.For(source.Text, tokens, _at));
    }

    private string Found(SyntaxToken token) => token.Kind switch
    {
        SyntaxKind.EndOfFile => "end of the script",
        SyntaxKind.Identifier => $"name '{Text(token.Span)}'",
        SyntaxKind.Reference => $"field or tag {Shorten(token)}",
        SyntaxKind.String => $"text {Shorten(token)}",
        SyntaxKind.Regex => $"regular expression {Shorten(token)}",
        SyntaxKind.Number => $"number {Text(token.Span)}",
        SyntaxKind.Duration => $"duration {Text(token.Span)}",
        _ => $"'{Text(token.Span)}'",
    };

    private string Shorten(SyntaxToken token) => Shorten(token.Span);

    private string Shorten(TextSpan span)
    {
        const int longest = 40;
        var text = Text(span).ReplaceLineEndings(" ");
        return text.Length <= longest ? text : text[..longest] + "…";
    }
}
