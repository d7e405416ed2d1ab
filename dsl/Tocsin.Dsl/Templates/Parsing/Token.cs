namespace Tocsin.Dsl.Templates.Parsing;

/// <summary>A piece of a template. For an error, <see cref="Text"/> is the message.</summary>
internal readonly record struct Token(TokenKind Kind, int Offset, string Text)
{
    /// <summary>As error messages quote it.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.EndOfText => "EOF",
        TokenKind.Error => Text,
        >= TokenKind.Nil => $"<{Text}>",
        _ when Text.Length > 10 => Printing.QuotedText.Quote(Text[..10]) + "...",
        _ => Printing.QuotedText.Quote(Text),
    };
}
