using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Syntax;

/// <summary>
/// Cuts a script into tokens. Whether a slash or a star is an operator depends on the token before it (see <see cref="LexerMode"/>),
/// with all that follows from that for comments and regexes: scripts in the field rely on it.
/// </summary>
internal sealed class Lexer(SourceText source, DiagnosticBag diagnostics)
{
    private const char EndOfText = '\0';

    private readonly string _text = source.Text;
    private readonly List<SyntaxToken> _tokens = [];
    private readonly List<Trivia> _trivia = [];
    private int _start;
    private int _position;
    private LexerMode _mode = LexerMode.Operand;

    /// <summary>All tokens; the last one is the end of the script.</summary>
    public IReadOnlyList<SyntaxToken> Lex()
    {
        SyntaxKind kind;
        do
        {
            var modeBefore = _mode;
            ReadTrivia();
            _start = _position;
            kind = ReadToken();
            if (kind == SyntaxKind.Bad)
                ReportIfUnknown(modeBefore);

            _tokens.Add(new SyntaxToken(kind, CurrentSpan, _trivia.Count == 0 ? [] : _trivia.ToArray()));
            _trivia.Clear();
            _mode = ModeAfter(kind);
        }
        while (kind != SyntaxKind.EndOfFile);

        return _tokens;
    }

    private TextSpan CurrentSpan => TextSpan.FromBounds(_start, _position);

    private ReadOnlySpan<char> Rest => _text.AsSpan(_position);

    private bool AtEnd => _position >= _text.Length;

    private char Current => Peek(0);

    private static LexerMode ModeAfter(SyntaxKind kind) => kind switch
    {
        SyntaxKind.Identifier or SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.Lambda or SyntaxKind.True or SyntaxKind.False
            or SyntaxKind.And or SyntaxKind.Or or SyntaxKind.Number or SyntaxKind.Duration or SyntaxKind.String
            or SyntaxKind.Reference or SyntaxKind.CloseParen => LexerMode.Operator,
        SyntaxKind.Assign or SyntaxKind.Match or SyntaxKind.NotMatch => LexerMode.RegexOrOperand,
        _ => LexerMode.Operand,
    };

    private char Peek(int offset) => _position + offset < _text.Length ? _text[_position + offset] : EndOfText;

    private Rune RuneAt(int position)
    {
        Rune.DecodeFromUtf16(_text.AsSpan(position), out var rune, out _);
        return rune;
    }

    private void ReadTrivia()
    {
        while (true)
        {
            ReadBlanks();
            if (_mode == LexerMode.RegexOrOperand || !Rest.StartsWith("//"))
                return;

            ReadComment();
            _mode = LexerMode.Operand;
        }
    }

    private void ReadBlanks()
    {
        var start = _position;
        while (!AtEnd && char.IsWhiteSpace(Current))
            _position++;

        if (_position > start)
            _trivia.Add(new Trivia(TriviaKind.Blank, TextSpan.FromBounds(start, _position)));
    }

    // A comment goes on with every following line that begins with one slash, whether or not a second one follows.
    private void ReadComment()
    {
        var start = _position;
        do
        {
            if (Current == '/' && Peek(1) != '/')
                diagnostics.ReportLineSwallowedByComment(new TextSpan(_position, LineLength()));

            _position += LineLength();
            if (AtEnd)
                break;

            _position++;
            while (!AtEnd && Current != '\n' && char.IsWhiteSpace(Current))
                _position++;
        }
        while (Current == '/');

        _trivia.Add(new Trivia(TriviaKind.Comment, TextSpan.FromBounds(start, _position)));
    }

    private int LineLength()
    {
        var length = Rest.IndexOf('\n');
        return length < 0 ? Rest.Length : length;
    }

    private SyntaxKind ReadToken()
    {
        if (AtEnd)
            return SyntaxKind.EndOfFile;

        if (_mode == LexerMode.Operator && ReadOperator() is { } op)
            return op;

        var first = RuneAt(_position);
        if (Rune.IsDigit(first))
            return ReadNumber();
        if (Rune.IsLetter(first))
            return ReadWord();

        return Current switch
        {
            '-' => Finish(SyntaxKind.Minus),
            '!' => Finish(SyntaxKind.Not),
            '.' => Rune.IsDigit(RuneAfterDot()) ? ReadNumber() : Finish(SyntaxKind.Dot),
            '"' => ReadReference(),
            '\'' => ReadString(),
            '(' => Finish(SyntaxKind.OpenParen),
            ')' => Finish(SyntaxKind.CloseParen),
            '[' => Finish(SyntaxKind.OpenBracket),
            ']' => Finish(SyntaxKind.CloseBracket),
            '|' => Finish(SyntaxKind.Pipe),
            '@' => Finish(SyntaxKind.At),
            ',' => Finish(SyntaxKind.Comma),
            '*' => Finish(SyntaxKind.Star),
            '/' => ReadRegex(),
            _ => ReadUnknown(),
        };
    }

    private SyntaxKind? ReadOperator() => (Current, Peek(1)) switch
    {
        ('+', _) => Finish(SyntaxKind.Plus),
        ('-', _) => Finish(SyntaxKind.Minus),
        ('*', _) => Finish(SyntaxKind.Multiply),
        ('%', _) => Finish(SyntaxKind.Modulo),
        ('/', _) => Finish(SyntaxKind.Divide),
        ('!', '=') => Finish(SyntaxKind.NotEqual, 2),
        ('!', '~') => Finish(SyntaxKind.NotMatch, 2),
        ('>', '=') => Finish(SyntaxKind.GreaterOrEqual, 2),
        ('>', _) => Finish(SyntaxKind.Greater),
        ('<', '=') => Finish(SyntaxKind.LessOrEqual, 2),
        ('<', _) => Finish(SyntaxKind.Less),
        ('=', '=') => Finish(SyntaxKind.Equal, 2),
        ('=', '~') => Finish(SyntaxKind.Match, 2),
        ('=', _) => Finish(SyntaxKind.Assign),
        _ => null,
    };

    private SyntaxKind Finish(SyntaxKind kind, int length = 1)
    {
        _position += length;
        return kind;
    }

    private Rune RuneAfterDot() => _position + 1 < _text.Length ? RuneAt(_position + 1) : default;

    private SyntaxKind ReadWord()
    {
        while (!AtEnd && RuneAt(_position) is var rune && (Rune.IsLetter(rune) || Rune.IsDigit(rune) || rune.Value == '_'))
            _position += rune.Utf16SequenceLength;

        if (Current == ':' && _text.AsSpan(_start, _position - _start) is "lambda")
            _position++;
        return SyntaxFacts.KindOfWord(_text.AsSpan(_start, _position - _start));
    }

    private SyntaxKind ReadNumber()
    {
        var hasPoint = false;
        while (!AtEnd)
        {
            var rune = RuneAt(_position);
            if (rune.Value == '.')
            {
                if (hasPoint)
                    return ReadSecondPoint();
                hasPoint = true;
            }
            else if (!hasPoint && SyntaxFacts.TryGetDurationUnit(Rest, out var length, out _))
            {
                return Finish(SyntaxKind.Duration, length);
            }
            else if (!Rune.IsDigit(rune))
            {
                break;
            }

            _position += rune.Utf16SequenceLength;
        }

        return SyntaxKind.Number;
    }

    private SyntaxKind ReadSecondPoint()
    {
        while (Current is '.' or (>= '0' and <= '9'))
            _position++;

        diagnostics.ReportSecondDecimalPoint(CurrentSpan, _text[_start.._position]);
        return SyntaxKind.Bad;
    }

    private SyntaxKind ReadReference()
    {
        for (_position++; !AtEnd; _position++)
        {
            if (Current == '\\' && Peek(1) == '"')
                _position++;
            else if (Current == '"')
                return Finish(SyntaxKind.Reference);
        }

        EndBadTokenAtLineEnd();
        diagnostics.ReportUnterminatedReference(CurrentSpan);
        return SyntaxKind.Bad;
    }

    // Two quotes inside '''…''' leave one that is missing: a backslash then escapes, as it does in '…'.
    private SyntaxKind ReadString()
    {
        var quotes = Rest.StartsWith("'''") ? 3 : 1;
        var missing = quotes;
        for (_position += quotes; !AtEnd; _position++)
        {
            if (Current == '\\' && missing == 1)
            {
                if (Peek(1) == '\'')
                    _position++;
            }
            else if (Current != '\'')
            {
                missing = quotes;
            }
            else if (--missing == 0)
            {
                return Finish(SyntaxKind.String);
            }
        }

        EndBadTokenAtLineEnd();
        diagnostics.ReportUnterminatedString(CurrentSpan, quotes == 3);
        return SyntaxKind.Bad;
    }

    private SyntaxKind ReadRegex()
    {
        for (_position++; !AtEnd; _position++)
        {
            if (Current == '\\' && Peek(1) == '/')
            {
                _position++;
            }
            else if (Current == '/')
            {
                Finish(SyntaxKind.Regex);
                WarnOfCommentReadAsRegex();
                return SyntaxKind.Regex;
            }
        }

        EndBadTokenAtLineEnd();
        diagnostics.ReportUnterminatedRegex(CurrentSpan);
        return SyntaxKind.Bad;
    }

    private void WarnOfCommentReadAsRegex()
    {
        var rest = Rest[..LineLength()].Trim();
        if (_position - _start == 2 && !rest.IsEmpty && rest[0] is not (')' or ','))
            diagnostics.ReportCommentReadAsRegex(new TextSpan(_start, LineLength() + 2));
    }

    // Text after a missing quote is read again as script, from the next line on: most mistakes there are found in the same pass.
    private void EndBadTokenAtLineEnd()
    {
        _position = _start;
        _position += LineLength();
        while (_position > _start + 1 && char.IsWhiteSpace(_text[_position - 1]))
            _position--;
    }

    private SyntaxKind ReadUnknown()
    {
        var first = Current;
        _position += RuneAt(_position).Utf16SequenceLength;
        _position = Math.Min(_position, _text.Length);
        while (!AtEnd && ((Current == first && first == '&') || (first is '=' or '<' or '>' && Current is '=' or '~')))
            _position++;
        return SyntaxKind.Bad;
    }

    private void ReportIfUnknown(LexerMode modeBefore)
    {
        if (_text[_start] is '\'' or '"' or '/' or '.' || Rune.IsDigit(RuneAt(_start)))
            return;

        var afterRegex = _tokens.Count > 0 && _tokens[^1].Kind == SyntaxKind.Regex;
        var afterComment = modeBefore == LexerMode.Operator && _mode == LexerMode.Operand;
        var code = RuneAt(_start).Value.ToString("X4", CultureInfo.InvariantCulture);
        diagnostics.ReportUnknownCharacter(CurrentSpan, _text[_start.._position], code, afterRegex, afterComment);
    }
}
