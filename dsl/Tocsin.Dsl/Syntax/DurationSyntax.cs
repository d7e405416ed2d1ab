using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Syntax;

/// <summary>A length of time such as <c>10s</c>.</summary>
/// <param name="Text">As written: the formatter keeps the unit.</param>
public sealed record DurationSyntax(TextSpan Span, Duration Value, string Text) : ExpressionSyntax(Span);
