namespace Tocsin.Dsl.Syntax;

/// <summary>Anything that has a value: a literal, a name, a chain, a lambda.</summary>
public abstract record ExpressionSyntax(TextSpan Span) : SyntaxNode(Span);
