namespace Tocsin.Dsl.Syntax;

/// <summary><c>dbrp "database"."retention policy"</c>.</summary>
public sealed record DbrpSyntax(TextSpan Span, ReferenceSyntax Database, ReferenceSyntax RetentionPolicy) : StatementSyntax(Span);
