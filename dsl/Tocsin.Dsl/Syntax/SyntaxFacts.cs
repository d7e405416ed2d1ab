namespace Tocsin.Dsl.Syntax;

/// <summary>The tables of the language: texts and precedence of operators.</summary>
public static class SyntaxFacts
{
    /// <summary>How tightly an operator binds: 0 is the loosest.</summary>
    public static int Precedence(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => 0,
        BinaryOperator.And => 1,
        BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.Match or BinaryOperator.NotMatch => 2,
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => 3,
        BinaryOperator.Add or BinaryOperator.Subtract => 4,
        _ => 5,
    };

    public static string Text(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "OR",
        BinaryOperator.And => "AND",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Match => "=~",
        BinaryOperator.NotMatch => "!~",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        _ => "%",
    };

    public static string Text(UnaryOperator op) => op == UnaryOperator.Negate ? "-" : "!";

    public static string Text(ChainOperator op) => op switch
    {
        ChainOperator.Dot => ".",
        ChainOperator.Pipe => "|",
        _ => "@",
    };
}
