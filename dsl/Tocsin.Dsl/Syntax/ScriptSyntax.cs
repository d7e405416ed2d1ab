namespace Tocsin.Dsl.Syntax;

/// <summary>A whole script.</summary>
/// <param name="Statements">The statements in their order.</param>
/// <param name="TrailingComments">Comments after the last statement.</param>
public sealed record ScriptSyntax(TextSpan Span, IReadOnlyList<StatementSyntax> Statements, IReadOnlyList<CommentBlock> TrailingComments)
    : SyntaxNode(Span);
