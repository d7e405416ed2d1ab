using System.Buffers;
using System.Text;

namespace Tocsin.Dsl.Templates.Parsing;

/// <summary>Cuts a template into tokens. The last token is the end of the text or the first mistake.</summary>
internal sealed class Lexer
{
    private const string Left = "{{";
    private const string Right = "}}";
    private const string CommentStart = "/*";
    private const string CommentEnd = "*/";
    private const string Spaces = " \t\r\n";

    private static readonly Dictionary<string, TokenKind> Keywords = new(StringComparer.Ordinal)
    {
        ["nil"] = TokenKind.Nil, ["block"] = TokenKind.Block, ["break"] = TokenKind.Break, ["continue"] = TokenKind.Continue,
        ["define"] = TokenKind.Define, ["else"] = TokenKind.Else, ["end"] = TokenKind.End, ["if"] = TokenKind.If,
        ["range"] = TokenKind.Range, ["template"] = TokenKind.Template, ["with"] = TokenKind.With,
        ["true"] = TokenKind.Bool, ["false"] = TokenKind.Bool,
    };

    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _start;
    private int _position;
    private int _parentheses;
    private bool _failed;

    private Lexer(string text) => _text = text;

    private ReadOnlySpan<char> Rest => _text.AsSpan(_position);

    private char Current => Peek(0);

    public static List<Token> Lex(string text)
    {
        var lexer = new Lexer(text);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (!_failed)
        {
            ReadText();
            if (_position >= _text.Length)
                break;

            ReadLeftDelimiter();
        }

        if (!_failed)
            Emit(TokenKind.EndOfText);
    }

    private void ReadText()
    {
        var next = _text.IndexOf(Left, _position, StringComparison.Ordinal);
        var end = next < 0 ? _text.Length : next;
        var kept = next >= 0 && HasLeftTrim(next + Left.Length)
            ? _start + _text.AsSpan()[_start..end].TrimEnd(Spaces).Length
            : end;
        if (kept > _start)
            _tokens.Add(new Token(TokenKind.Text, _start, _text[_start..kept]));
        MoveTo(end);
    }

    private void ReadLeftDelimiter()
    {
        var begin = _position;
        var inside = begin + Left.Length + (HasLeftTrim(begin + Left.Length) ? 2 : 0);
        if (_text.AsSpan(inside).StartsWith(CommentStart))
        {
            MoveTo(inside);
            SkipComment();
            return;
        }

        _tokens.Add(new Token(TokenKind.LeftDelimiter, begin, Left));
        MoveTo(inside);
        _parentheses = 0;
        while (!_failed && !IsAtRightDelimiter(out _))
            ReadInsideAction();
        if (_failed)
            return;

        if (_parentheses > 0)
            Fail("unclosed left paren");
        else
            ReadRightDelimiter();
    }

    private void SkipComment()
    {
        var end = _text.IndexOf(CommentEnd, _position + CommentStart.Length, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail("unclosed comment");
            return;
        }

        _position = end + CommentEnd.Length;
        if (IsAtRightDelimiter(out var trims))
            SkipRightDelimiter(trims);
        else
            Fail("comment ends before closing delimiter");
    }

    private void ReadRightDelimiter()
    {
        IsAtRightDelimiter(out var trims);
        _tokens.Add(new Token(TokenKind.RightDelimiter, _position, Right));
        SkipRightDelimiter(trims);
    }

    private void SkipRightDelimiter(bool trims)
    {
        _position += Right.Length + (trims ? 2 : 0);
        if (trims)
            _position = _text.Length - Rest.TrimStart(Spaces).Length;
        _start = _position;
    }

    private void ReadInsideAction()
    {
        var c = Current;
        switch (c)
        {
            case '\0' when _position >= _text.Length:
                Fail("unclosed action");
                break;
            case ' ' or '\t' or '\r' or '\n':
                ReadSpace();
                break;
            case '=':
                Emit(TokenKind.Assign, 1);
                break;
            case ':' when Peek(1) == '=':
                Emit(TokenKind.Declare, 2);
                break;
            case ':':
                Fail("expected :=");
                break;
            case '|':
                Emit(TokenKind.Pipe, 1);
                break;
            case '(':
                _parentheses++;
                Emit(TokenKind.LeftParenthesis, 1);
                break;
            case ')':
                if (--_parentheses < 0)
                    Fail("unexpected right paren");
                else
                    Emit(TokenKind.RightParenthesis, 1);
                break;
            case '"' or '\'':
                ReadQuoted(c);
                break;
            case '`':
                ReadRawString();
                break;
            case '.' when !char.IsAsciiDigit(Peek(1)):
                ReadName(TokenKind.Field, TokenKind.Dot);
                break;
            case '$':
                ReadName(TokenKind.Variable, TokenKind.Variable);
                break;
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                ReadNumber();
                break;
            default:
                ReadWordOrCharacter();
                break;
        }
    }

    private void ReadSpace()
    {
        // A space before a trim marker belongs to the closing delimiter.
        while (Spaces.Contains(Current) && _position < _text.Length && !IsAtRightDelimiter(out _))
            _position++;
        if (_position > _start)
            Emit(TokenKind.Space);
    }

    private void ReadQuoted(char quote)
    {
        _position++;
        while (_position < _text.Length && Current != '\n' && Current != quote)
            _position += Current == '\\' && Peek(1) is not ('\n' or '\0') ? 2 : 1;

        if (_position >= _text.Length || Current != quote)
            Fail(quote == '"' ? "unterminated quoted string" : "unterminated character constant");
        else
            Emit(quote == '"' ? TokenKind.String : TokenKind.CharacterConstant, 1);
    }

    private void ReadRawString()
    {
        var end = _text.IndexOf('`', _position + 1);
        if (end < 0)
        {
            Fail("unterminated raw quoted string");
            return;
        }

        _position = end;
        Emit(TokenKind.RawString, 1);
    }

    private void ReadName(TokenKind named, TokenKind alone)
    {
        _position++;
        if (IsAtTerminator())
        {
            Emit(alone);
            return;
        }

        SkipLetters();
        if (IsAtTerminator())
            Emit(named);
        else
            Fail("bad character " + CurrentCodePoint());
    }

    private void ReadNumber()
    {
        if (Current is '+' or '-')
            _position++;
        var digits = "0123456789_";
        if (Current == '0')
        {
            _position++;
            digits = Current switch
            {
                'x' or 'X' => "0123456789abcdefABCDEF_",
                'o' or 'O' => "01234567_",
                'b' or 'B' => "01_",
                _ => digits,
            };
            if (Current is 'x' or 'X' or 'o' or 'O' or 'b' or 'B')
                _position++;
        }

        SkipAny(digits);
        if (Current == '.')
        {
            _position++;
            SkipAny(digits);
        }

        var isHex = digits.Length > 20;
        if ((digits.Length == 11 && Current is 'e' or 'E') || (isHex && Current is 'p' or 'P'))
        {
            _position++;
            if (Current is '+' or '-')
                _position++;
            SkipAny("0123456789_");
        }

        if (IsLetter())
        {
            _position++;
            Fail($"bad number syntax: {Printing.QuotedText.Quote(_text[_start.._position])}");
            return;
        }

        Emit(TokenKind.Number);
    }

    private void ReadWordOrCharacter()
    {
        if (!IsLetter())
        {
            if (Current is > ' ' and < '\x7f')
                Emit(TokenKind.Character, 1);
            else
                Fail("unrecognized character in action: " + CurrentCodePoint());
            return;
        }

        SkipLetters();
        if (IsAtTerminator())
            Emit(Keywords.GetValueOrDefault(_text[_start.._position], TokenKind.Identifier));
        else
            Fail("bad character " + CurrentCodePoint());
    }

    private bool HasLeftTrim(int position) =>
        position + 1 < _text.Length && _text[position] == '-' && Spaces.Contains(_text[position + 1]);

    private bool IsAtRightDelimiter(out bool trims)
    {
        var rest = Rest;
        trims = rest.Length > 3 && Spaces.Contains(rest[0]) && rest[1] == '-' && rest[2..].StartsWith(Right);
        return trims || rest.StartsWith(Right);
    }

    private bool IsAtTerminator() =>
        _position >= _text.Length || Spaces.Contains(Current) || Current is '.' or ',' or '|' or ':' or ')' or '(' || Rest.StartsWith(Right);

    private bool IsLetter()
    {
        if (Rune.DecodeFromUtf16(Rest, out var rune, out _) != OperationStatus.Done)
            return false;
        return rune.Value == '_' || Rune.IsLetter(rune) || Rune.IsDigit(rune);
    }

    private void SkipLetters()
    {
        while (IsLetter())
            _position += char.IsHighSurrogate(Current) ? 2 : 1;
    }

    private void SkipAny(string digits)
    {
        while (_position < _text.Length && digits.Contains(Current))
            _position++;
    }

    private string CurrentCodePoint()
    {
        Rune.DecodeFromUtf16(Rest, out var rune, out _);
        return rune.Value < ' ' ? $"U+{rune.Value:X4}" : $"U+{rune.Value:X4} '{rune}'";
    }

    private char Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private void Emit(TokenKind kind, int length = 0)
    {
        _position += length;
        _tokens.Add(new Token(kind, _start, _text[_start.._position]));
        _start = _position;
    }

    private void MoveTo(int position)
    {
        _position = position;
        _start = position;
    }

    private void Fail(string message)
    {
        _tokens.Add(new Token(TokenKind.Error, Math.Min(_start, _text.Length), message));
        _failed = true;
    }
}
