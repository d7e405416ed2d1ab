using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Syntax;

/// <summary>
/// Cuts a script into tokens. Whether a slash or a star is an operator depends on the token before it (see <see cref="LexerMode"/>),
/// with all that follows from that for comments and regexes: scripts in the field rely on it.
/// </summary>
internal sealed partial class Lexer(SourceText source, DiagnosticBag diagnostics)
{
    private const char EndOfText = '\0';

    // A text with so many mistakes is no script; what follows is one bad token, so that garbage is not searched over and over.
    private const int ReportLimit = 100;

    private readonly string _text = source.Text;
    private readonly List<SyntaxToken> _tokens = [];
    private readonly List<Trivia> _trivia = [];
    private int _start;
    private int _position;
    private int _badTokens;
    private int _commentsReadAsRegex;
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
            if (kind == SyntaxKind.Bad && _badTokens++ < ReportLimit)
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

        if (_badTokens >= ReportLimit)
            return Finish(SyntaxKind.Bad, Rest.Length);

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
