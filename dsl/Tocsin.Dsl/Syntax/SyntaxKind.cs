namespace Tocsin.Dsl.Syntax;

/// <summary>The kinds of tokens. Texts and classes of kinds are in <see cref="SyntaxFacts"/>.</summary>
public enum SyntaxKind
{
    /// <summary>Text that is not a token. It has been reported.</summary>
    Bad,
    EndOfFile,
    Identifier,
    Reference,
    String,
    Regex,
    Number,
    Duration,
    Var,
    Dbrp,
    Lambda,
    True,
    False,
    And,
    Or,
    Assign,
    Dot,
    Pipe,
    At,
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    Comma,
    Not,

    /// <summary><c>*</c> where an operand is expected.</summary>
    Star,
    Plus,
    Minus,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Match,
    NotMatch,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
