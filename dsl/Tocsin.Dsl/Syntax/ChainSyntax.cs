namespace Tocsin.Dsl.Syntax;

/// <summary>One link of a chain: <c>left|call()</c>, <c>left.call()</c>, <c>left@call()</c>. Chains lean left.</summary>
/// <param name="Left">What the link hangs on: an identifier, a call or a further chain.</param>
/// <param name="Right">A <see cref="CallSyntax"/>, or an <see cref="IdentifierSyntax"/> where a property is read.</param>
public sealed record ChainSyntax(TextSpan Span, ExpressionSyntax Left, ChainOperator Operator, int OperatorPosition, ExpressionSyntax Right)
    : ExpressionSyntax(Span)
{
    /// <inheritdoc/>
    public override int Position => OperatorPosition;
}
