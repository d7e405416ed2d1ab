namespace Tocsin.Dsl.Syntax;

/// <summary><c>"name"</c>: a field or tag of the point at hand.</summary>
/// <param name="Name">The name without its quotes and with escapes undone.</param>
public sealed record ReferenceSyntax(TextSpan Span, string Name) : ExpressionSyntax(Span);
