using Tocsin.Dsl.Time;

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

    /// <summary>The kind of a word: a keyword's own, else <see cref="SyntaxKind.Identifier"/>. <c>lambda</c> is a keyword only with its colon.</summary>
    public static SyntaxKind KindOfWord(ReadOnlySpan<char> word) => word switch
    {
        "TRUE" => SyntaxKind.True,
        "FALSE" => SyntaxKind.False,
        "AND" => SyntaxKind.And,
        "OR" => SyntaxKind.Or,
        "var" => SyntaxKind.Var,
        "dbrp" => SyntaxKind.Dbrp,
        "lambda:" => SyntaxKind.Lambda,
        _ => SyntaxKind.Identifier,
    };

    /// <summary>The text of a token that is always written the same way, or null.</summary>
    public static string? FixedText(SyntaxKind kind) => kind switch
    {
        SyntaxKind.True => "TRUE",
        SyntaxKind.False => "FALSE",
        SyntaxKind.Var => "var",
        SyntaxKind.Dbrp => "dbrp",
        SyntaxKind.Lambda => "lambda:",
        SyntaxKind.Assign => "=",
        SyntaxKind.Dot => ".",
        SyntaxKind.Pipe => "|",
        SyntaxKind.At => "@",
        SyntaxKind.OpenParen => "(",
        SyntaxKind.CloseParen => ")",
        SyntaxKind.OpenBracket => "[",
        SyntaxKind.CloseBracket => "]",
        SyntaxKind.Comma => ",",
        SyntaxKind.Not => "!",
        SyntaxKind.Star => "*",
        _ => TryGetBinaryOperator(kind, out var op) ? Text(op) : null,
    };

    /// <summary>The text of a token that is always written the same way, in quotes, as messages name it.</summary>
    internal static string Quoted(SyntaxKind kind) => $"'{FixedText(kind)}'";

    /// <summary>The binary operator that a token stands for.</summary>
    public static bool TryGetBinaryOperator(SyntaxKind kind, out BinaryOperator op)
    {
        BinaryOperator? found = kind switch
        {
            SyntaxKind.Or => BinaryOperator.Or,
            SyntaxKind.And => BinaryOperator.And,
            SyntaxKind.Equal => BinaryOperator.Equal,
            SyntaxKind.NotEqual => BinaryOperator.NotEqual,
            SyntaxKind.Match => BinaryOperator.Match,
            SyntaxKind.NotMatch => BinaryOperator.NotMatch,
            SyntaxKind.Less => BinaryOperator.Less,
            SyntaxKind.LessOrEqual => BinaryOperator.LessOrEqual,
            SyntaxKind.Greater => BinaryOperator.Greater,
            SyntaxKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
            SyntaxKind.Plus => BinaryOperator.Add,
            SyntaxKind.Minus => BinaryOperator.Subtract,
            SyntaxKind.Multiply => BinaryOperator.Multiply,
            SyntaxKind.Divide => BinaryOperator.Divide,
            SyntaxKind.Modulo => BinaryOperator.Modulo,
            _ => null,
        };
        op = found.GetValueOrDefault();
        return found.HasValue;
    }

    /// <summary>The chain operator that a token stands for.</summary>
    public static bool TryGetChainOperator(SyntaxKind kind, out ChainOperator op)
    {
        op = kind switch { SyntaxKind.Pipe => ChainOperator.Pipe, SyntaxKind.At => ChainOperator.At, _ => ChainOperator.Dot };
        return kind is SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At;
    }

    /// <summary>The unit of a duration that <paramref name="text"/> begins with, and how many nanoseconds it has.</summary>
    public static bool TryGetDurationUnit(ReadOnlySpan<char> text, out int length, out long nanoseconds)
    {
        length = text.StartsWith("ms") ? 2 : 1;
        nanoseconds = length == 2 ? Duration.Millisecond : text.IsEmpty ? 0 : text[0] switch
        {
            'u' or '\u00B5' => Duration.Microsecond,
            's' => Duration.Second,
            'm' => Duration.Minute,
            'h' => Duration.Hour,
            'd' => Duration.Day,
            'w' => Duration.Week,
            _ => 0,
        };
        return nanoseconds != 0;
    }
}
