using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Structure;

/// <summary>What can be folded: statements, calls and comments of several lines.</summary>
public static class ScriptFolds
{
    /// <summary>The folds in the order of their first lines.</summary>
    public static IReadOnlyList<FoldedSpan> Of(EditedScript script)
    {
        if (script.IsTooLong)
            return [];
        var found = new List<FoldedSpan>();
        void Add(int start, int end, bool isComment)
        {
            var (first, last) = (script.Lines.PlaceOf(start).Line, script.Lines.PlaceOf(end).Line);
            if (last > first)
                found.Add(new FoldedSpan(first, last, isComment));
        }

        foreach (var statement in script.Tree.Root.Statements.Where(statement => statement.Span.Length > 0))
            Add(statement.Span.Start, statement.Span.End, isComment: false);
        var open = new Stack<int>();
        foreach (var token in script.Tree.Tokens)
        {
            foreach (var trivia in token.LeadingTrivia.Where(trivia => trivia.Kind == TriviaKind.Comment))
                Add(trivia.Span.Start, trivia.Span.Start + script.Text.AsSpan(trivia.Span.Start, trivia.Span.Length).TrimEnd().Length, isComment: true);
            if (token.Kind == SyntaxKind.OpenParen)
                open.Push(token.Span.Start);
            else if (token.Kind == SyntaxKind.CloseParen && open.TryPop(out var start))
                Add(start, token.Span.End, isComment: false);
        }

        return [.. found.DistinctBy(fold => (fold.FirstLine, fold.LastLine)).OrderBy(fold => fold.FirstLine).ThenByDescending(fold => fold.LastLine)];
    }
}
