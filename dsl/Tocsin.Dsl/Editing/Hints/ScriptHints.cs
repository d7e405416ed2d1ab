using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Hints;

/// <summary>What variables hold where the text does not show it, and the names of arguments where a call has several.</summary>
public static class ScriptHints
{
    /// <summary>The hints within a span, in their order.</summary>
    public static IReadOnlyList<InlayHint> Of(EditedScript script, TextSpan within)
    {
        if (script.IsTooLong)
            return [];
        var types = script.Outline.Variables
            .Where(variable => variable.Target is not null && IsIn(variable.Declaration.End, within))
            .Select(variable => new InlayHint(variable.Declaration.End, ": " + variable.Target!.Name, IsParameter: false)); // The line above asks for it.
        return [.. types.Concat(Arguments(script, within)).OrderBy(hint => hint.Offset)];
    }

    private static IEnumerable<InlayHint> Arguments(EditedScript script, TextSpan within)
    {
        var names = script.Outline.Names.Where(name => name.Callable is { IsVariadic: false, Parameters.Count: > 1 }).ToDictionary(name => name.Span.End);
        var tokens = script.Tree.Tokens;
        for (var at = 0; at + 2 < tokens.Count; at++)
        {
            if (tokens[at + 1].Kind != SyntaxKind.OpenParen || !names.TryGetValue(tokens[at].Span.End, out var name) || !IsIn(tokens[at].Span.Start, within))
                continue;
            foreach (var hint in ArgumentsOf(name, tokens, at + 2))
                yield return hint;
        }
    }

    private static IEnumerable<InlayHint> ArgumentsOf(NameUse name, IReadOnlyList<SyntaxToken> tokens, int at)
    {
        var parameters = name.Callable!.Parameters; // Only such names come here.
        var depth = 0;
        var argument = 0;
        for (var isFirst = true; at < tokens.Count && argument < parameters.Count; at++)
        {
            var kind = tokens[at].Kind;
            if (kind is (SyntaxKind.CloseParen or SyntaxKind.CloseBracket) && depth-- == 0)
                yield break;
            if (isFirst && kind is (SyntaxKind.String or SyntaxKind.Number or SyntaxKind.Duration or SyntaxKind.True or SyntaxKind.False or SyntaxKind.Minus))
                yield return new InlayHint(tokens[at].Span.Start, parameters[argument].Name + ":", IsParameter: true);
            isFirst = depth == 0 && kind == SyntaxKind.Comma;
            argument += isFirst ? 1 : 0;
            depth += kind is SyntaxKind.OpenParen or SyntaxKind.OpenBracket ? 1 : 0;
        }
    }

    private static bool IsIn(int offset, TextSpan within) => offset >= within.Start && offset <= within.End;
}
