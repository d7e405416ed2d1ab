namespace Tocsin.Dsl.Syntax;

/// <summary><c>var name = value</c>.</summary>
public sealed record VarDeclarationSyntax(TextSpan Span, IdentifierSyntax Name, ExpressionSyntax Value) : StatementSyntax(Span);
