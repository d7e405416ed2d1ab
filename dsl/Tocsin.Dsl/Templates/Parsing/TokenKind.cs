namespace Tocsin.Dsl.Templates.Parsing;

internal enum TokenKind : byte
{
    Error,
    EndOfText,
    Text,
    LeftDelimiter,
    RightDelimiter,
    LeftParenthesis,
    RightParenthesis,
    Space,
    Pipe,
    Assign,
    Declare,

    /// <summary>A printable character with no meaning of its own but the comma's between variables.</summary>
    Character,
    Bool,
    CharacterConstant,
    Number,
    String,
    RawString,
    Identifier,
    Field,
    Variable,

    // Keywords, from here on.
    Dot,
    Nil,
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Range,
    Template,
    With,
}
