namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Reads a script or an expression by the grammar, and tells what is wrong in it.</summary>
internal sealed class ScriptReader(ScriptTokens tokens, DiagnosticBag diagnostics)
{
    private readonly SyntaxErrors _errors = new(tokens, diagnostics);
    private readonly LiteralChecks _literals = new(tokens, diagnostics);
    private readonly StatementWarnings _warnings = new(tokens, diagnostics);
    private readonly TreeWalk _walk = new();

    /// <summary>Statements one by one; after a mistake it goes on with the next statement, or the next link of the same.</summary>
    public ScriptSyntax ReadScript()
    {
        var statements = new List<StatementSyntax>();
        var rule = Grammar.Statement;
        var rest = tokens.List;
        while (!rest.IsAtScriptEnd())
        {
            var read = rule(rest);
            var statement = read.HasValue ? read.Value : new ExpressionStatementSyntax(Recovery.ErrorOf(read));
            statements.Add(statement);
            if (Judge(statement))
            {
                _warnings.WarnIfWithoutEffect(statement, rest.Position);
                (rule, rest) = (Grammar.Statement, read.Remainder);
            }
            else
            {
                rest = Boundaries.StatementOrLink(read.Remainder.Position == rest.Position ? rest.AfterNext() : read.Remainder);
                rule = rest.IsAtChainOperator() ? Grammar.LostLinks : Grammar.Statement;
            }
        }

        CheckDepth();
        return new ScriptSyntax(new TextSpan(0, tokens.Source.Text.Length), statements, rest.Next().Comments);
    }

    /// <summary>An expression up to the end of the text.</summary>
    public LambdaSyntax ReadLambda()
    {
        var (body, rest) = Grammar.Binary(tokens.List).OrError();
        if (!rest.IsAtScriptEnd())
            body = Recovery.ErrorAt(rest, "an operator or the end of the expression", body);

        var lambda = new LambdaSyntax(new TextSpan(0, tokens.Source.Text.Length), body);
        Judge(new ExpressionStatementSyntax(lambda));
        CheckDepth();
        return lambda;
    }

    // False when something in the statement could not be read.
    private bool Judge(StatementSyntax statement)
    {
        var isRead = true;
        foreach (var part in _walk.PartsToJudge(statement))
        {
            if (part is ErrorSyntax error)
            {
                isRead = false;
                _errors.Report(error);
            }
            else
            {
                _literals.Check(part);
            }
        }

        return isRead;
    }

    private void CheckDepth()
    {
        if (_walk.TooDeep is { } deep && !diagnostics.HasErrors)
            diagnostics.ReportTooDeep(deep.Span, TreeWalk.DepthLimit);
    }
}
