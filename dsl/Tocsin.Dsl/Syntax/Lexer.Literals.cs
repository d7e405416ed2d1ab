using System.Text;

namespace Tocsin.Dsl.Syntax;

internal sealed partial class Lexer
{
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
        if (_position - _start > 2 || _commentsReadAsRegex++ >= ReportLimit)
            return;

        var rest = Rest[..LineLength()].Trim();
        if (!rest.IsEmpty && rest[0] is not (')' or ','))
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
}
