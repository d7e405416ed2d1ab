namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Counts how many parentheses and signs are open, each of which is a level to go down for a parser.</summary>
internal sealed class NestingDepth
{
    private readonly Stack<int> _outer = [];
    private int _depth;

    /// <summary>The depth at which the next token stands.</summary>
    public int Of(SyntaxKind kind, LexerMode mode)
    {
        switch (kind)
        {
            case SyntaxKind.OpenParen:
                _outer.Push(_depth);
                return _depth++;
            case SyntaxKind.CloseParen:
                return _depth = _outer.TryPop(out var outer) ? outer : 0;
            case SyntaxKind.Minus when mode != LexerMode.Operator:
            case SyntaxKind.Not:
                return _depth++;
            case SyntaxKind.Var or SyntaxKind.Dbrp:
                _outer.Clear();
                return _depth = 0;
            default:
                var depth = _depth;
                _depth = _outer.TryPeek(out var level) ? level + 1 : 0;
                return depth;
        }
    }
}
