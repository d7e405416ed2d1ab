namespace Tocsin.Dsl.Syntax;

/// <summary><c>lambda: expression</c>, evaluated for each point.</summary>
public sealed record LambdaSyntax(TextSpan Span, ExpressionSyntax Body) : ExpressionSyntax(Span);
