namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>What to do about an unexpected token, judged by the tokens around it.</summary>
internal static class ParserHints
{
    public static string? For(string text, IReadOnlyList<SyntaxToken> tokens, int at)
    {
        var token = tokens[at];
        var previous = at > 0 ? tokens[at - 1] : null;
        var touches = previous is not null && token.LeadingTrivia.Count == 0;
        var word = text.Substring(token.Span.Start, token.Span.Length);

        return (previous?.Kind, token.Kind) switch
        {
            (SyntaxKind.Duration, SyntaxKind.Duration) when touches => "a duration has one unit: write 90m for 1h30m",
            (SyntaxKind.Number, SyntaxKind.Identifier) when touches => HintForNumberSuffix(word),
            (SyntaxKind.Duration, SyntaxKind.Identifier) when touches => "units are u, ms, s, m, h, d and w",
            (SyntaxKind.Pipe, SyntaxKind.Pipe) => "write OR between conditions; a chain has one '|' before each node",
            (SyntaxKind.Dot, SyntaxKind.Dot) => "a property has one '.' before its name",
            (SyntaxKind.Lambda, SyntaxKind.Divide) => "put the regular expression in parentheses: lambda: (/x/)",
            (_, SyntaxKind.Identifier) when EndsOperand(previous) => HintForWord(word, previous is null ? "" : text.Substring(previous.Span.Start, previous.Span.Length)),
            (SyntaxKind.Identifier, _) when IsWord(text, previous, "lambda") => "write 'lambda:' with the colon right after the word",
            (_, SyntaxKind.Star) when token.LeadingTrivia.Any(trivia => trivia.Kind == TriviaKind.Comment) =>
                "a '*' after a comment isn't an operator: write the operator before the comment",
            (_, SyntaxKind.Assign) => "compare with ==; '=' only gives a variable its value",
            (_, SyntaxKind.Lambda) => "a lambda stands alone as an argument or as the value of a variable; name it with 'var' to use it in another",
            (SyntaxKind.Assign, SyntaxKind.EndOfFile) => "give the variable a value",
            (_, SyntaxKind.OpenBracket) => "a list stands alone as an argument or as the value of a variable",
            (_, SyntaxKind.CloseParen) when previous?.Kind == SyntaxKind.CloseParen => "there is a ')' too many, or a '(' is missing",
            (_, SyntaxKind.Reference or SyntaxKind.String or SyntaxKind.Number or SyntaxKind.Duration) when EndsOperand(previous) =>
                "a ',' or an operator is missing before it",
            (_, SyntaxKind.Pipe or SyntaxKind.Dot or SyntaxKind.At or SyntaxKind.EndOfFile or SyntaxKind.Var) when IsInsideCall(tokens, at) =>
                "a ')' is missing before it",
            _ => null,
        };
    }

    private static bool EndsOperand(SyntaxToken? token) => token?.Kind
        is SyntaxKind.Identifier or SyntaxKind.Reference or SyntaxKind.String or SyntaxKind.Number
        or SyntaxKind.Duration or SyntaxKind.CloseParen or SyntaxKind.True or SyntaxKind.False;

    private static bool IsWord(string text, SyntaxToken? token, string word) =>
        token is not null && text.AsSpan(token.Span.Start, token.Span.Length).SequenceEqual(word);

    private static bool IsInsideCall(IReadOnlyList<SyntaxToken> tokens, int at)
    {
        var open = 0;
        for (var i = 0; i < at; i++)
        {
            open += tokens[i].Kind switch { SyntaxKind.OpenParen => 1, SyntaxKind.CloseParen => -1, _ => 0 };
        }

        return open > 0;
    }

    private static string? HintForNumberSuffix(string suffix) => suffix switch
    {
        ['e' or 'E', ..] => "numbers have no exponent: write all digits",
        ['n', ..] => "the smallest unit is u",
        ['u' or 's' or 'm' or 'h' or 'd' or 'w', ..] => "the count of a duration is a whole number: write 90m for 1.5h",
        _ => "units are u, ms, s, m, h, d and w",
    };

    private static string? HintForWord(string word, string previous) => (word, previous) switch
    {
        ("and" or "And", _) => "write AND",
        ("or" or "Or", _) => "write OR",
        ("not" or "Not" or "NOT", _) or (_, "not" or "Not" or "NOT") => "write '!' before the condition",
        ("in" or "IN" or "like" or "LIKE" or "contains", _) => "there is no such operator: use ==, =~ with a regular expression, or a function",
        ("is", _) => "compare with ==",
        _ => "a ',' or an operator is missing before it, or a ')' or ']' of the line above",
    };
}
