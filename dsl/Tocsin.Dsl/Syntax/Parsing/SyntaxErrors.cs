using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Tells what could not be read: of a token that was not expected once, however many rules failed there.</summary>
internal sealed class SyntaxErrors(ScriptTokens tokens, DiagnosticBag diagnostics)
{
    private static readonly SyntaxKind[] Signs = [SyntaxKind.CloseParen, SyntaxKind.CloseBracket, SyntaxKind.Comma, SyntaxKind.Assign, SyntaxKind.Dot, SyntaxKind.OpenParen];

    private int _reported;
    private int _lastToken = -1;
    private bool _gaveUp;

    /// <summary>Reports an error, unless it follows from those before it.</summary>
    public void Report(ErrorSyntax error)
    {
        // A bad token was reported when it was read.
        var token = tokens.All[error.Token];
        if (_gaveUp || error.Token <= _lastToken || token.Kind == SyntaxKind.Bad || _reported >= ReportLimit.EachSort)
            return;

        _reported++;
        _lastToken = error.Token;
        _gaveUp = error.Expected is null;
        if (error.Expected is null)
            diagnostics.ReportTooDeep(token.Span, Nesting.Limit);
        else
            diagnostics.ReportUnexpected(token.Span, Describe(token), error.Expected, new WayOut(ParserHints.For(tokens.Source.Text, tokens.All, error.Token), Remedy.Expect(SignsIn(error.Expected))));
    }

    // The rules name what they expect by its text in quotes.
    private static IEnumerable<string> SignsIn(string expected) =>
        Signs.Where(kind => expected.Contains(SyntaxFacts.Quoted(kind), StringComparison.Ordinal)).Select(SyntaxFacts.FixedText).OfType<string>();

    private string Describe(SyntaxToken token)
    {
        var text = SyntaxDiagnostics.Shorten(tokens.Text(token.Span));
        return token.Kind switch
        {
            SyntaxKind.EndOfFile => "end of the script",
            SyntaxKind.Identifier => $"name '{text}'",
            SyntaxKind.Reference => $"field or tag {text}",
            SyntaxKind.String => $"text {text}",
            SyntaxKind.Regex => $"regular expression {text}",
            SyntaxKind.Number => $"number {text}",
            SyntaxKind.Duration => $"duration {text}",
            _ => $"'{text}'",
        };
    }
}
