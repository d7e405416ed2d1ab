using Superpower.Model;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>A script cut into tokens; the last one is the end of the script.</summary>
/// <param name="All">The tokens, for those who look around.</param>
/// <param name="List">The same tokens, for parsers.</param>
internal sealed record ScriptTokens(SourceText Source, IReadOnlyList<SyntaxToken> All, TokenList<SyntaxToken> List)
{
    /// <summary>A part of the script.</summary>
    public string Text(TextSpan span) => Source.Text.Substring(span.Start, span.Length);
}
