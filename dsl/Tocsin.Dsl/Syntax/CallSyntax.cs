namespace Tocsin.Dsl.Syntax;

/// <summary><c>name(argument, …)</c>: a chain link, or a function inside a lambda.</summary>
/// <param name="Name">The name before the parenthesis.</param>
/// <param name="IsMultiline">True when a line ended between the name and the position of the last argument: the formatter keeps that.</param>
public sealed record CallSyntax(TextSpan Span, IdentifierSyntax Name, IReadOnlyList<ExpressionSyntax> Arguments, bool IsMultiline)
    : ExpressionSyntax(Span);
