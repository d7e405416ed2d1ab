namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>
/// Looks at every node: for parts to judge, and for trees so deep that a later stage, which walks them by recursion, would run out of
/// stack: the parsers build long chains and long sums in a loop.
/// </summary>
internal sealed class TreeWalk
{
    /// <summary>More than any script written by hand or made by a program is known to need.</summary>
    public const int DepthLimit = 1000;

    private readonly Stack<(SyntaxNode Node, int Depth)> _open = [];
    private readonly List<ExpressionSyntax> _found = [];

    /// <summary>A node below more than <see cref="DepthLimit"/> others; null when there is none.</summary>
    public SyntaxNode? TooDeep { get; private set; }

    /// <summary>The errors and the literals in a statement, in the order in which they were read. Good until the next call.</summary>
    public IReadOnlyList<ExpressionSyntax> PartsToJudge(StatementSyntax statement)
    {
        _found.Clear();
        _open.Push((statement, 1));
        while (_open.TryPop(out var top))
        {
            if (top.Node is ErrorSyntax or IntegerSyntax or DurationSyntax or RegexSyntax)
                _found.Add((ExpressionSyntax)top.Node);
            if (top.Depth > DepthLimit)
                TooDeep ??= top.Node;

            var children = SyntaxChildren.Of(top.Node);
            for (var i = 0; i < children.Count; i++)
                _open.Push((children[i], top.Depth + 1));
        }

        // The walk meets parents before children, and right ones before left ones.
        _found.Reverse();
        return _found;
    }
}
