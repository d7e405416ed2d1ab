namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Warns of statements that the language allows and that do nothing.</summary>
internal sealed class StatementWarnings(ScriptTokens tokens, DiagnosticBag diagnostics)
{
    private int _reported;

    /// <param name="first">The number of the statement's first token.</param>
    public void WarnIfWithoutEffect(StatementSyntax statement, int first)
    {
        var hasEffect = statement is not ExpressionStatementSyntax { Expression: not (ChainSyntax or CallSyntax) };
        if (hasEffect || _reported++ >= ReportLimit.EachSort)
            return;

        var text = SyntaxDiagnostics.Shorten(tokens.Text(statement.Span));
        var previous = first == 0 ? null : tokens.All[first - 1];
        if (previous?.Kind is SyntaxKind.Number or SyntaxKind.Duration && previous.Span.End == statement.Span.Start)
            diagnostics.ReportSplitLiteral(statement.Span, SyntaxDiagnostics.Shorten(tokens.Text(previous.Span)), text);
        else
            diagnostics.ReportStatementWithoutEffect(statement.Span, text);
    }
}
