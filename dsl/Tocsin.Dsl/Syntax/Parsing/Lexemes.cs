using System.Text;
using Superpower;
using Superpower.Model;
using SourceSpan = Superpower.Model.TextSpan;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>What a token may begin with, and the parser that reads it.</summary>
internal static class Lexemes
{
    private static readonly TextParser<SyntaxKind>[] Ones = SymbolsOf(1);
    private static readonly TextParser<SyntaxKind>[] Twos = SymbolsOf(2);

    /// <summary>What a text begins with where an operand is expected.</summary>
    public static TextParser<SyntaxKind> BeforeOperand(SourceSpan text) => text[0] switch
    {
        '"' => LiteralLexemes.Reference,
        '\'' => LiteralLexemes.String,
        '/' => LiteralLexemes.Regex,
        '-' => One(SyntaxKind.Minus),
        '!' => One(SyntaxKind.Not),
        '*' => One(SyntaxKind.Star),
        '(' => One(SyntaxKind.OpenParen),
        ')' => One(SyntaxKind.CloseParen),
        '[' => One(SyntaxKind.OpenBracket),
        ']' => One(SyntaxKind.CloseBracket),
        '|' => One(SyntaxKind.Pipe),
        '@' => One(SyntaxKind.At),
        ',' => One(SyntaxKind.Comma),
        '.' when text.Length == 1 || !Rune.IsDigit(Letters.At(text.AsReadOnlySpan()[1..])) => One(SyntaxKind.Dot),
        _ => Rune.IsLetter(Letters.At(text.AsReadOnlySpan())) ? LiteralLexemes.Word : LiteralLexemes.Number,
    };

    /// <summary>What a text begins with where an operator is expected; without one, an operand.</summary>
    public static TextParser<SyntaxKind> AfterOperand(SourceSpan text) => (text[0], text.Length > 1 ? text[1] : ' ') switch
    {
        ('+', _) => One(SyntaxKind.Plus),
        ('*', _) => One(SyntaxKind.Multiply),
        ('%', _) => One(SyntaxKind.Modulo),
        ('/', _) => One(SyntaxKind.Divide),
        ('!', '=') => Two(SyntaxKind.NotEqual),
        ('!', '~') => Two(SyntaxKind.NotMatch),
        ('>', '=') => Two(SyntaxKind.GreaterOrEqual),
        ('>', _) => One(SyntaxKind.Greater),
        ('<', '=') => Two(SyntaxKind.LessOrEqual),
        ('<', _) => One(SyntaxKind.Less),
        ('=', '=') => Two(SyntaxKind.Equal),
        ('=', '~') => Two(SyntaxKind.Match),
        ('=', _) => One(SyntaxKind.Assign),
        _ => BeforeOperand(text),
    };

    private static TextParser<SyntaxKind> One(SyntaxKind kind) => Ones[(int)kind];

    private static TextParser<SyntaxKind> Two(SyntaxKind kind) => Twos[(int)kind];

    private static TextParser<SyntaxKind>[] SymbolsOf(int length) => Array.ConvertAll(Enum.GetValues<SyntaxKind>(), kind => Symbol(kind, length));

    private static TextParser<SyntaxKind> Symbol(SyntaxKind kind, int length) => input => Result.Value(kind, input, input.Skip(length));
}
