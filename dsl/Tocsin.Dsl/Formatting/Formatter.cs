using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Formatting;

/// <summary>
/// The one layout of scripts. A second run changes nothing, every comment stays, and the formatted script means what the script means.
/// </summary>
public static class Formatter
{
    // A line end that one run adds may spread a call over lines in the next; runs settle after two or three.
    private const int MostRuns = 10;

    /// <summary>The script in the one layout; unchanged when it has errors.</summary>
    public static string Format(SyntaxTree tree)
    {
        if (tree.HasErrors)
            return tree.Source.Text;

        var current = tree;
        for (var run = 0; run < MostRuns; run++)
        {
            var text = LayoutWriter.Write(current.Root);
            if (text == current.Source.Text)
                return text;

            var next = SyntaxTree.Parse(text);

            // The last resort for scripts that hang by a thread of blanks or parentheses: better untidy than different.
            if (next.HasErrors || !SyntaxEquality.SameMeaning(tree.Root, next.Root) || CommentLines(tree) != CommentLines(next))
                return tree.Source.Text;

            current = next;
        }

        return tree.Source.Text;
    }

    /// <summary>One expression in the same layout, for messages and for the values of variables.</summary>
    public static string Format(ExpressionSyntax expression) => LayoutWriter.Write(expression);

    private static int CommentLines(SyntaxTree tree) => tree.Tokens
        .SelectMany(token => token.LeadingTrivia)
        .Where(trivia => trivia.Kind == TriviaKind.Comment)
        .Sum(trivia => CommentBlock.Parse(tree.Source.Text.Substring(trivia.Span.Start, trivia.Span.Length)).Lines.Count);
}
