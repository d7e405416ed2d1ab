using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Patterns;

/// <summary>Reads a pattern in the syntax of RE2 and writes one for .NET that matches the same texts at the same places.</summary>
internal sealed partial class Re2Translator
{
    private const int NestingLimit = 500;
    private const int RepeatLimit = 1000;
    private const int LongestPattern = 100_000;
    private const int LongestCounts = 32;

    // \b means ASCII words; the .NET one means Unicode words and cannot be told otherwise. In ASCII texts they are the same.
    private const string Boundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string NoBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";

    private const string AnyCharacter = @"(?:[^\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])";
    private const string AnyButNewLine = @"(?:[^\n\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])";

    private readonly string _pattern;
    private readonly bool _isForAscii;
    private readonly PatternCursor _cursor;
    private readonly EscapeReader _escapes;
    private readonly BracketReader _brackets;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    // .NET numbers named groups after the others: where names occur, every group is given its number.
    private readonly bool _numbersGroups;

    private PatternFlags _flags;
    private int _groups;
    private int _nesting;

    /// <param name="isForAscii">True to write what matches the same texts as long as they are ASCII.</param>
    public Re2Translator(string pattern, bool isForAscii = false)
    {
        _pattern = pattern;
        _isForAscii = isForAscii;
        _cursor = new PatternCursor(pattern);
        _escapes = new EscapeReader(_cursor);
        _brackets = new BracketReader(_cursor, _escapes);
        _numbersGroups = pattern.Contains("(?P<", StringComparison.Ordinal);
    }

    /// <summary>True when the pattern asks for word boundaries, which only the backtracking engine can find.</summary>
    public bool NeedsLookaround { get; private set; }

    /// <summary>What is wrong with the pattern, or null.</summary>
    public string? Error => _cursor.Error;

    public string Translate()
    {
        if (_pattern.Length > LongestPattern)
            _cursor.Fail($"the pattern is longer than {LongestPattern} characters", _pattern[..20] + "…");

        var translated = ReadAlternatives().Text;
        if (!_cursor.AtEnd)
            _cursor.Fail("unexpected )", _pattern);
        return translated;
    }

    private PatternPiece ReadAlternatives()
    {
        var text = new StringBuilder();
        long repeats = 1;
        while (true)
        {
            foreach (var piece in ReadSequence())
            {
                text.Append(piece.Text);
                repeats = Math.Max(repeats, piece.Repeats);
            }

            if (!_cursor.TryRead("|"))
                return new PatternPiece(text.ToString(), IsAtom: false, repeats);
            text.Append('|');
        }
    }

    private List<PatternPiece> ReadSequence()
    {
        var pieces = new List<PatternPiece>();
        var lastRepeat = -1;
        while (!_cursor.AtEnd && _cursor.Current is not ('|' or ')'))
        {
            var start = _cursor.Position;
            if (TryReadRepeat(out var minimum, out var maximum))
            {
                Repeat(pieces, minimum, maximum, start, lastRepeat);
                lastRepeat = start;
            }
            else
            {
                ReadPiece(pieces);
                lastRepeat = -1;
            }
        }

        return pieces;
    }

    /// <summary>Reads <c>*</c>, <c>+</c>, <c>?</c> or <c>{n,m}</c>; an unlimited maximum is -1. Other braces are plain text.</summary>
    private bool TryReadRepeat(out int minimum, out int maximum)
    {
        (minimum, maximum) = _cursor.Current switch { '*' => (0, -1), '+' => (1, -1), '?' => (0, 1), _ => (-1, -1) };
        if (minimum >= 0)
        {
            _cursor.Advance(1);
            return true;
        }

        var end = _cursor.Current == '{' ? _cursor.Ahead(LongestCounts).IndexOf('}') : -1;
        if (end < 0)
            return false;

        var counts = _cursor.Rest[1..end].ToString().Split(',');
        if (counts.Length > 2 || !TryReadCount(counts[0], out minimum))
            return false;
        if (counts.Length == 1)
            maximum = minimum;
        else if (counts[1].Length > 0 && !TryReadCount(counts[1], out maximum))
            return false;

        _cursor.Advance(end + 1);
        return true;
    }

    private static bool TryReadCount(string text, out int count)
    {
        count = -1;
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9') || (text.Length > 1 && text[0] == '0'))
            return false;

        count = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
        return true;
    }

    private void Repeat(List<PatternPiece> pieces, int minimum, int maximum, int start, int lastRepeat)
    {
        var op = _cursor.TextFrom(start);
        var isLazy = _cursor.TryRead("?");
        var most = maximum < 0 ? minimum : maximum;
        var inside = pieces.Count == 0 ? 1 : pieces[^1].Repeats;
        if (lastRepeat >= 0)
            _cursor.Fail("a repeat cannot follow a repeat", _cursor.TextFrom(lastRepeat));
        else if (pieces.Count == 0)
            _cursor.Fail("there is nothing to repeat", op);
        else if (most > RepeatLimit || (maximum >= 0 && maximum < minimum) || (most >= 2 && most * inside > RepeatLimit))
            _cursor.Fail("a repeat count must not exceed 1000, the parts it repeats included, nor run backwards", op);

        if (Error is not null)
            return;

        var piece = pieces[^1];
        var isUngreedy = isLazy != _flags.HasFlag(PatternFlags.Ungreedy);
        var atom = piece.IsDot && maximum < 0 && op[0] != '{' && !isUngreedy ? UnitDot(piece) : piece.AsAtom;
        var quantifier = op[0] == '{' ? op : op[..1];
        pieces[^1] = new PatternPiece(atom + quantifier + (isUngreedy ? "?" : ""), IsAtom: false, Math.Max(1, most) * (most == 0 ? 1 : inside));
    }

    // Repeated without limit, whole characters and their units come to the same; units are much the faster.
    private static string UnitDot(PatternPiece dot) => dot.Text == AnyCharacter ? @"[\s\S]" : @"[^\n]";

    private void ReadPiece(List<PatternPiece> pieces)
    {
        switch (_cursor.Current)
        {
            case '(':
                ReadGroup(pieces);
                break;
            case '[':
                pieces.Add(Class(_brackets.Read(_flags.HasFlag(PatternFlags.IgnoreCase))));
                break;
            case '.':
                _cursor.Advance(1);
                pieces.Add(new PatternPiece(
                    _flags.HasFlag(PatternFlags.DotMatchesNewLine) ? AnyCharacter : AnyButNewLine, IsAtom: true, IsDot: true));
                break;
            case '^':
                _cursor.Advance(1);
                pieces.Add(new PatternPiece(_flags.HasFlag(PatternFlags.MultiLine) ? "(?m:^)" : @"\A", IsAtom: false));
                break;
            case '$':
                _cursor.Advance(1);
                pieces.Add(new PatternPiece(_flags.HasFlag(PatternFlags.MultiLine) ? "(?m:$)" : @"\z", IsAtom: false));
                break;
            case '\\':
                ReadEscape(pieces);
                break;
            default:
                pieces.Add(Literal(_cursor.ReadCodePoint()));
                break;
        }
    }

    private void ReadEscape(List<PatternPiece> pieces)
    {
        switch (_cursor.Peek(1))
        {
            case 'A':
                _cursor.Advance(2);
                pieces.Add(new PatternPiece(@"\A", IsAtom: false));
                break;
            case 'z':
                _cursor.Advance(2);
                pieces.Add(new PatternPiece(@"\z", IsAtom: false));
                break;
            case 'b' or 'B':
                NeedsLookaround = true;
                pieces.Add(new PatternPiece(
                    (_cursor.Peek(1), _isForAscii) switch
                    {
                        ('b', false) => Boundary,
                        ('B', false) => NoBoundary,
                        ('b', true) => @"\b",
                        _ => @"\B",
                    },
                    IsAtom: !_isForAscii));
                _cursor.Advance(2);
                break;
            case 'Q':
                _cursor.Advance(2);
                ReadQuoted(pieces);
                break;
            default:
                pieces.Add(_escapes.TryReadClass(_flags.HasFlag(PatternFlags.IgnoreCase)) is { } set
                    ? Class(set)
                    : Literal(_escapes.ReadCharacter()));
                break;
        }
    }

    private void ReadQuoted(List<PatternPiece> pieces)
    {
        while (!_cursor.AtEnd && !_cursor.TryRead(@"\E"))
            pieces.Add(Literal(_cursor.ReadCodePoint()));
    }

    private PatternPiece Literal(int codePoint)
    {
        if (_flags.HasFlag(PatternFlags.IgnoreCase) && CaseFolding.CasesOf(codePoint) is var cases && cases.Ranges[^1].Last > cases.Ranges[0].First)
            return Class(cases);
        if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint))
            return new PatternPiece(((char)codePoint).ToString(), IsAtom: true);

        return codePoint <= char.MaxValue
            ? new PatternPiece("\\u" + codePoint.ToString("X4", CultureInfo.InvariantCulture), IsAtom: true)
            : Class(CodePointSet.Of((codePoint, codePoint)));
    }

    private static PatternPiece Class(CodePointSet set) => new(set.ToPattern(), IsAtom: true);
}
