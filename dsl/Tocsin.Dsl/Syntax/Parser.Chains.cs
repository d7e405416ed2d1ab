namespace Tocsin.Dsl.Syntax;

internal sealed partial class Parser
{
    private const string ArgumentEnd = "',' or ')'";

    /// <summary>A statement's, a variable's or an argument's value: a chain, a lambda, a list or a binary expression.</summary>
    private ExpressionSyntax ParseExpression()
    {
        if (!TryNest())
            return Missing();

        var expression = (Current.Kind, NextKind) switch
        {
            (SyntaxKind.Identifier, SyntaxKind.OpenParen) => ParseCallOrChain(),
            (SyntaxKind.Identifier, SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At) => ParseChain(ReadIdentifier()),
            (SyntaxKind.Lambda, _) => ParseLambda(),
            (SyntaxKind.OpenBracket, _) => ParseList(),
            _ => ParseBinary(),
        };
        _nesting--;
        return expression;
    }

    private ExpressionSyntax ParseCallOrChain()
    {
        var call = ParseCall(ReadIdentifier());
        return AtChainOperator ? ParseChain(call) : ParseBinaryAfter(call, 0);
    }

    private ExpressionSyntax ParseChain(ExpressionSyntax left)
    {
        while (SyntaxFacts.TryGetChainOperator(Current.Kind, out var op))
        {
            var position = Next().Span.Start;
            var comments = TakeComments();
            var right = ParseLink(op);
            left = new ChainSyntax(SpanFrom(left.Span.Start), left, op, position, right) { Comments = comments };
            if (_recovering)
                SkipToLink();
        }

        return left;
    }

    private ExpressionSyntax ParseLink(ChainOperator op)
    {
        var name = ParseIdentifier(op == ChainOperator.Dot ? "the name of a property" : "the name of a node");
        if (name.Name.Length == 0)
        {
            _recovering = true;
            return name;
        }

        return op == ChainOperator.Pipe || Current.Kind == SyntaxKind.OpenParen ? ParseCall(name) : name;
    }

    private CallSyntax ParseCall(IdentifierSyntax name) => ParseArguments(name, ParseExpression);

    private CallSyntax ParseArguments(IdentifierSyntax name, Func<ExpressionSyntax> parseArgument)
    {
        var arguments = new List<ExpressionSyntax>();
        if (Expect(SyntaxKind.OpenParen, $"'(' after '{name.Name}'"))
        {
            while (Current.Kind != SyntaxKind.CloseParen && !AtEnd)
            {
                arguments.Add(parseArgument());
                if (!TryNext(SyntaxKind.Comma))
                    break;
            }

            ExpectCloseParen(arguments.Count == 0 ? "an argument or ')'" : ArgumentEnd);
        }

        var isMultiline = arguments.Count > 0 && HasNewLine(name.Span.Start, arguments[^1].Position);
        return new CallSyntax(SpanFrom(name.Span.Start), name, arguments, isMultiline) { Comments = name.Comments };
    }

    private LambdaSyntax ParseLambda()
    {
        var start = Next().Span.Start;
        var comments = TakeComments();
        var body = ParseBinary();
        return new LambdaSyntax(SpanFrom(start), body) { Comments = comments };
    }

    private ListSyntax ParseList()
    {
        var start = Next().Span.Start;
        var comments = TakeComments();
        var items = new List<ExpressionSyntax>();
        while (Current.Kind != SyntaxKind.CloseBracket && !AtEnd)
        {
            if (ParseListItem() is not { } item)
                break;

            items.Add(item);
            if (!TryNext(SyntaxKind.Comma))
                break;
        }

        if (!Expect(SyntaxKind.CloseBracket, "',' or ']'"))
            SkipToCloseBracket();
        return new ListSyntax(SpanFrom(start), items) { Comments = comments };
    }

    private ExpressionSyntax? ParseListItem()
    {
        if (Current.Kind is SyntaxKind.Identifier or SyntaxKind.String or SyntaxKind.Star)
            return ReadLeaf();

        ReportUnexpected("a text in single quotes, a name, '*' or ']'");
        return null;
    }
}
