using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>A literal.</summary>
/// <param name="written">As a script has it, where its value does not tell.</param>
internal sealed class BoundConstant(TextSpan span, Value value, string? written = null) : BoundExpression(span)
{
    public Value Value => value;

    public string? Written => written;
}
