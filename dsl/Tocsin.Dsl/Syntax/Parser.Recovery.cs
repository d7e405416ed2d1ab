namespace Tocsin.Dsl.Syntax;

internal sealed partial class Parser
{
    // Set where a chain or a statement broke off: what follows is skipped up to a place where reading can go on.
    private bool _recovering;

    /// <summary>Goes one level down, or reports that there are too many and gives the rest of the script up.</summary>
    private bool TryNest()
    {
        if (_nesting < NestingLimit)
        {
            _nesting++;
            return true;
        }

        if (!AtEnd)
        {
            diagnostics.ReportTooDeep(Current.Span, NestingLimit);
            while (!AtEnd)
                Next();
        }

        _failed = true;
        _reportedUpTo = _at;
        return false;
    }

    private void ExpectCloseParen(string expected)
    {
        if (Expect(SyntaxKind.CloseParen, expected))
            return;

        SkipWithin(SyntaxKind.CloseParen);
        TryNext(SyntaxKind.CloseParen);
    }

    private void SkipToCloseBracket()
    {
        SkipWithin(SyntaxKind.CloseBracket);
        TryNext(SyntaxKind.CloseBracket);
    }

    /// <summary>Skips to the closing token that belongs to the place at hand, unless a statement or a link begins before it.</summary>
    private void SkipWithin(SyntaxKind close)
    {
        var open = 0;
        while (!AtEnd && !AtStatementOrLink)
        {
            if (open == 0 && (Current.Kind == close || Current.Kind == SyntaxKind.CloseParen))
                return;

            open += Current.Kind switch
            {
                SyntaxKind.OpenParen => 1,
                SyntaxKind.CloseParen => -1,
                _ => 0,
            };
            Next();
        }
    }

    private void SkipToLink()
    {
        _recovering = false;
        while (!AtEnd && !AtChainOperator && !AtStatementOrLink && Current.Kind != SyntaxKind.CloseParen)
            Next();
    }

    private void SkipToStatementOrLink(int start)
    {
        if (_at == start && !AtEnd)
            Next();
        while (!AtEnd && !AtStatementOrLink)
            Next();

        _recovering = AtChainOperator;
    }

    /// <summary>A keyword that only begins statements, or the first token of a line that begins a link or, unindented, a statement.</summary>
    private bool AtStatementOrLink => Current.Kind switch
    {
        SyntaxKind.Var or SyntaxKind.Dbrp => true,
        SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At => IndentOfLine() >= 0,
        SyntaxKind.Identifier => IndentOfLine() == 0,
        _ => false,
    };

    /// <summary>How far in the token at hand stands when it is the first of its line, else -1.</summary>
    private int IndentOfLine()
    {
        var full = Current.FullSpan;
        var before = source.Text.AsSpan(full.Start, Current.Span.Start - full.Start);
        var lineEnd = before.LastIndexOf('\n');
        return lineEnd >= 0 || full.Start == 0 ? before.Length - lineEnd - 1 : -1;
    }
}
