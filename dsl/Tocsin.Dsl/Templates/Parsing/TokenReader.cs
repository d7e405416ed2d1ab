namespace Tocsin.Dsl.Templates.Parsing;

/// <summary>Walks over tokens. After a mistake only the end of the text is left, so that every loop of the parser comes to an end.</summary>
internal sealed class TokenReader(TemplateSource source, List<Token> tokens)
{
    private int _position;
    private TemplateProblem? _error;

    public TemplateProblem? Error => _error;

    public Token Peek() => _error is null ? tokens[_position] : new Token(TokenKind.EndOfText, source.Text.Length, "");

    public Token PeekNonSpace()
    {
        SkipSpace();
        return Peek();
    }

    public Token Next()
    {
        var token = Peek();
        if (_error is null && _position < tokens.Count - 1)
            _position++;
        return token;
    }

    public Token NextNonSpace()
    {
        SkipSpace();
        return Next();
    }

    /// <summary>The token after the next that is not a space, when the next is not one either.</summary>
    public Token PeekSecondNonSpace()
    {
        var at = _position + 1;
        while (at < tokens.Count - 1 && tokens[at].Kind == TokenKind.Space)
            at++;
        return _error is null && at < tokens.Count ? tokens[at] : Peek();
    }

    public bool Expect(TokenKind kind, string context)
    {
        var token = NextNonSpace();
        if (token.Kind == kind)
            return true;

        Unexpected(token, context);
        return false;
    }

    public void Unexpected(Token token, string context) =>
        Fail(token.Offset, token.Kind == TokenKind.Error ? token.Text : $"unexpected {token} in {context}");

    public void Fail(int offset, string message) => _error ??= source.Problem(offset, message);

    private void SkipSpace()
    {
        while (Peek().Kind == TokenKind.Space)
            _position++;
    }
}
