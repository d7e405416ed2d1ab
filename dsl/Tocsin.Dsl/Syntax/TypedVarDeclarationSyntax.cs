namespace Tocsin.Dsl.Syntax;

/// <summary><c>var name type</c>: a variable that the task must be given.</summary>
public sealed record TypedVarDeclarationSyntax(TextSpan Span, IdentifierSyntax Name, IdentifierSyntax Type) : StatementSyntax(Span);
