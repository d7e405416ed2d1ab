using System.Runtime.CompilerServices;
using Superpower;
using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Keeps parsers, which go down by recursion, from running out of stack.</summary>
internal static class Nesting
{
    /// <summary>More levels than any script is known to need; their parsers take less than half of a stack of 1.5 MB.</summary>
    public const int Limit = 100;

    /// <summary>Where there are too many levels, an error stands for the rest of the script.</summary>
    public static TokenListParser<SyntaxToken, ExpressionSyntax> Nested(this TokenListParser<SyntaxToken, ExpressionSyntax> parser) => input =>
        input.Next().Depth <= Limit && RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? parser(input)
            : TokenListParserResult.Value<SyntaxToken, ExpressionSyntax>(Recovery.ErrorAt(input, null), input, Boundaries.ScriptEnd(input));
}
