namespace Tocsin.Dsl.Syntax;

/// <summary>The operators before one operand.</summary>
public enum UnaryOperator
{
    /// <summary><c>-</c>.</summary>
    Negate,

    /// <summary><c>!</c>.</summary>
    Not,
}
