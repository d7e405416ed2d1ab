using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>A look at the tokens that come next; the last one is the end of the script, which is never read.</summary>
internal static class TokenLists
{
    public static SyntaxToken Next(this TokenList<SyntaxToken> input) => input.ConsumeToken().Value.Kind;

    public static SyntaxKind Kind(this TokenList<SyntaxToken> input) => input.Next().Kind;

    /// <summary>The kind of the token after the next ones; at the end of the script, its end.</summary>
    public static SyntaxKind KindAfter(this TokenList<SyntaxToken> input, int count)
    {
        for (; count > 0 && !input.IsAtScriptEnd(); count--)
            input = input.AfterNext();
        return input.Kind();
    }

    /// <summary>What comes after the next token.</summary>
    public static TokenList<SyntaxToken> AfterNext(this TokenList<SyntaxToken> input) => input.ConsumeToken().Remainder;

    public static bool IsAtScriptEnd(this TokenList<SyntaxToken> input) => input.Kind() == SyntaxKind.EndOfFile;

    public static bool IsAtChainOperator(this TokenList<SyntaxToken> input) => SyntaxFacts.TryGetChainOperator(input.Kind(), out _);
}
