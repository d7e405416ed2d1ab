namespace Tocsin.Dsl.Syntax;

internal sealed partial class Parser
{
    /// <summary><c>program = { statement } EOF</c>.</summary>
    public ScriptSyntax ParseScript()
    {
        var statements = new List<StatementSyntax>();
        while (!AtEnd)
        {
            var start = _at;
            _failed = false;
            var statement = ParseStatement();
            if (_failed)
                SkipToStatementOrLink(start);
            else
                WarnIfWithoutEffect(statement, statements.Count > 0);

            statements.Add(statement);
        }

        Next();
        return new ScriptSyntax(new TextSpan(0, source.Text.Length), statements, TakeComments());
    }

    /// <summary>An expression up to the end of the text.</summary>
    public LambdaSyntax ParseLambdaBody()
    {
        var body = ParseBinary();
        if (!AtEnd)
            ReportUnexpected("an operator or the end of the expression");
        return new LambdaSyntax(new TextSpan(0, source.Text.Length), body);
    }

    private StatementSyntax ParseStatement() => Current.Kind switch
    {
        SyntaxKind.Var => ParseDeclaration(),
        SyntaxKind.Dbrp => ParseDbrp(),
        SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At when _recovering => ParseLinksAfterMistake(),
        _ => new ExpressionStatementSyntax(ParseExpression()),
    };

    private ExpressionStatementSyntax ParseLinksAfterMistake()
    {
        _recovering = false;
        return new ExpressionStatementSyntax(ParseChain(Missing()));
    }

    private StatementSyntax ParseDeclaration()
    {
        var start = Next().Span.Start;
        var comments = TakeComments();
        var name = ParseIdentifier("the name of the variable");
        if (TryNext(SyntaxKind.Assign))
        {
            var value = ParseExpression();
            return new VarDeclarationSyntax(SpanFrom(start), name, value) { Comments = comments };
        }

        var type = ParseIdentifier("'=' and a value, or a type such as int, float, string, duration");
        return new TypedVarDeclarationSyntax(SpanFrom(start), name, type) { Comments = comments };
    }

    private DbrpSyntax ParseDbrp()
    {
        var start = Next().Span.Start;
        var comments = TakeComments();
        var database = ParseReference("the name of a database in double quotes");
        Expect(SyntaxKind.Dot, "'.' and the name of a retention policy");
        var retentionPolicy = ParseReference("the name of a retention policy in double quotes");
        return new DbrpSyntax(SpanFrom(start), database, retentionPolicy) { Comments = comments };
    }

    private ReferenceSyntax ParseReference(string expected)
    {
        if (Current.Kind != SyntaxKind.Reference)
        {
            ReportUnexpected(expected);
            return new ReferenceSyntax(new TextSpan(Current.Span.Start, 0), "");
        }

        return ReadReference();
    }

    private IdentifierSyntax ParseIdentifier(string expected)
    {
        if (Current.Kind != SyntaxKind.Identifier)
        {
            ReportUnexpected(expected);
            return Missing();
        }

        return ReadIdentifier();
    }

    private IdentifierSyntax Missing() => new(new TextSpan(Current.Span.Start, 0), "");

    private void WarnIfWithoutEffect(StatementSyntax statement, bool hasPrevious)
    {
        var hasEffect = statement is not ExpressionStatementSyntax { Expression: not (ChainSyntax or CallSyntax) };
        if (hasEffect || _warnings++ >= ReportLimit)
            return;

        var first = TokenIndexAt(statement.Span.Start);
        if (hasPrevious && tokens[first].LeadingTrivia.Count == 0 && tokens[first - 1].Kind is SyntaxKind.Number or SyntaxKind.Duration)
            diagnostics.ReportSplitLiteral(statement.Span, Shorten(tokens[first - 1].Span), Shorten(statement.Span));
        else
            diagnostics.ReportStatementWithoutEffect(statement.Span, Shorten(statement.Span));
    }

    private int TokenIndexAt(int position)
    {
        var index = _at;
        while (index > 0 && tokens[index - 1].Span.Start >= position)
            index--;
        return index;
    }
}
