using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>
/// A part of an expression with names resolved and constants made. Compared by identity: two mentions of one lambda variable are two
/// parts, each with its own memory.
/// </summary>
internal abstract class BoundExpression(TextSpan span)
{
    public TextSpan Span => span;
}
