namespace Tocsin.Dsl.Syntax;

/// <summary>The operators between two operands, from the loosest to the tightest. Text and precedence are in <see cref="SyntaxFacts"/>.</summary>
public enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Match,
    NotMatch,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}
