namespace Tocsin.Dsl.Syntax;

/// <summary>One statement of a script.</summary>
public abstract record StatementSyntax(TextSpan Span) : SyntaxNode(Span);
