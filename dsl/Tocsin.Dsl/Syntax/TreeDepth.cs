namespace Tocsin.Dsl.Syntax;

/// <summary>
/// Refuses trees so deep that a later stage, which walks them by recursion, would run out of stack: the parser itself builds
/// long chains and long sums in a loop.
/// </summary>
internal static class TreeDepth
{
    /// <summary>More than any script written by hand or made by a program is known to need.</summary>
    public const int Limit = 1000;

    public static void Check(ScriptSyntax root, DiagnosticBag diagnostics)
    {
        var open = new Stack<(SyntaxNode Node, int Depth)>();
        open.Push((root, 0));
        while (open.TryPop(out var top))
        {
            if (top.Depth > Limit)
            {
                diagnostics.ReportTooDeep(top.Node.Span, Limit);
                return;
            }

            foreach (var child in SyntaxChildren.Of(top.Node))
                open.Push((child, top.Depth + 1));
        }
    }
}
