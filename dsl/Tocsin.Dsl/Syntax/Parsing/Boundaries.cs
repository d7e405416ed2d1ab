using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Where reading can go on after a mistake.</summary>
internal static class Boundaries
{
    /// <summary>The next link of a chain, or what ends it.</summary>
    public static TokenList<SyntaxToken> Link(TokenList<SyntaxToken> input)
    {
        while (true)
        {
            var next = input.ConsumeToken();
            var isEnd = next.Value.Kind.Kind is SyntaxKind.Pipe or SyntaxKind.Dot or SyntaxKind.At or SyntaxKind.CloseParen;
            if (isEnd || BeginsStatementOrLink(next.Value))
                return input;
            input = next.Remainder;
        }
    }

    /// <summary>The next statement, or a link of the one at hand.</summary>
    public static TokenList<SyntaxToken> StatementOrLink(TokenList<SyntaxToken> input)
    {
        while (true)
        {
            var next = input.ConsumeToken();
            if (BeginsStatementOrLink(next.Value))
                return input;
            input = next.Remainder;
        }
    }

    /// <summary>The <c>,</c> after the item at hand or what closes the items, unless a statement or a link begins before.</summary>
    public static TokenList<SyntaxToken> ItemEnd(TokenList<SyntaxToken> input, SyntaxKind close)
    {
        for (var open = 0; ;)
        {
            var next = input.ConsumeToken();
            var kind = next.Value.Kind.Kind;
            var isEnd = open == 0 && (kind == close || kind is SyntaxKind.CloseParen or SyntaxKind.Comma);
            if (isEnd || BeginsStatementOrLink(next.Value))
                return input;

            open += kind switch { SyntaxKind.OpenParen => 1, SyntaxKind.CloseParen => -1, _ => 0 };
            input = next.Remainder;
        }
    }

    public static TokenList<SyntaxToken> ScriptEnd(TokenList<SyntaxToken> input)
    {
        while (!input.IsAtScriptEnd())
            input = input.AfterNext();
        return input;
    }

    // A keyword that only begins statements, the first token of a line that begins a link or, unindented, a statement, or the end of all.
    private static bool BeginsStatementOrLink(in Token<SyntaxToken> token) => token.Kind.Kind switch
    {
        SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.EndOfFile => true,
        SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At => IndentOf(token) >= 0,
        SyntaxKind.Identifier => IndentOf(token) == 0,
        _ => false,
    };

    // How far in a token stands when it is the first of its line, else -1.
    private static int IndentOf(in Token<SyntaxToken> token)
    {
        var start = token.Kind.FullSpan.Start;
        var before = token.Span.Source.AsSpan(start, token.Position.Absolute - start);
        var lineEnd = before.LastIndexOf('\n');
        return lineEnd >= 0 || start == 0 ? before.Length - lineEnd - 1 : -1;
    }
}
