namespace Tocsin.Dsl.Syntax;

/// <summary>An expression that stands by itself.</summary>
public sealed record ExpressionStatementSyntax(ExpressionSyntax Expression) : StatementSyntax(Expression.Span);
