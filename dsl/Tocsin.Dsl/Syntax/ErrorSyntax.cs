namespace Tocsin.Dsl.Syntax;

/// <summary>What stands in the tree where the text could not be read.</summary>
/// <param name="Token">Which token was not expected.</param>
/// <param name="Expected">What was, in words; null where the script nests too deep to go on.</param>
/// <param name="Before">What was read before it, or null.</param>
internal sealed record ErrorSyntax(TextSpan Span, int Token, string? Expected, ExpressionSyntax? Before = null) : ExpressionSyntax(Span);
