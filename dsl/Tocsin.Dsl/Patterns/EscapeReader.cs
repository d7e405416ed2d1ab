using System.Globalization;

namespace Tocsin.Dsl.Patterns;

/// <summary>Reads what a backslash begins: single characters and classes, inside brackets and outside.</summary>
internal sealed class EscapeReader(PatternCursor cursor)
{
    /// <summary>A class such as <c>\d</c>, <c>\PL</c> or <c>\p{Greek}</c>; null and nothing read when there is none.</summary>
    public CodePointSet? TryReadClass(bool ignoreCase)
    {
        if (cursor.Current != '\\')
            return null;

        var letter = cursor.Peek(1);
        if (letter is 'p' or 'P')
            return ReadUnicodeClass(ignoreCase);

        CodePointSet? set = letter switch
        {
            'd' or 'D' => AsciiClasses.Digit,
            's' or 'S' => AsciiClasses.Space,
            'w' or 'W' => AsciiClasses.Word,
            _ => null,
        };
        if (set is null)
            return null;

        cursor.Advance(2);
        return Finish(set, char.IsAsciiLetterUpper(letter), ignoreCase);
    }

    /// <summary>The code point that an escape stands for.</summary>
    public int ReadCharacter()
    {
        var start = cursor.Position;
        cursor.Advance(1);
        if (cursor.AtEnd)
        {
            cursor.Fail("a backslash at the end", "\\");
            return 0;
        }

        var character = cursor.ReadCodePoint();
        switch (character)
        {
            case >= '1' and <= '7' when cursor.Current is < '0' or > '7':
                cursor.Fail("backreferences are not supported", cursor.TextFrom(start));
                return 0;
            case >= '0' and <= '7':
                return ReadOctal(character - '0');
            case 'x':
                return ReadHexadecimal(start);
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)character):
                return character;
            default:
                cursor.Fail("invalid escape sequence", cursor.TextFrom(start));
                return 0;
        }
    }

    private static CodePointSet Finish(CodePointSet set, bool negate, bool ignoreCase)
    {
        var folded = ignoreCase ? CaseFolding.Close(set) : set;
        return negate ? folded.Complement() : folded;
    }

    private CodePointSet ReadUnicodeClass(bool ignoreCase)
    {
        var start = cursor.Position;
        var negate = cursor.Peek(1) == 'P';
        cursor.Advance(2);
        string name;
        if (cursor.Current == '{')
        {
            var end = cursor.Rest.IndexOf('}');
            name = end < 0 ? "" : cursor.Rest[1..end].ToString();
            cursor.Advance(end < 0 ? cursor.Rest.Length : end + 1);
        }
        else
        {
            name = cursor.AtEnd ? "" : char.ConvertFromUtf32(cursor.ReadCodePoint());
        }

        if (name.StartsWith('^'))
        {
            negate = !negate;
            name = name[1..];
        }

        if (UnicodeClasses.TryFind(name, out var set))
            return Finish(set, negate, ignoreCase);

        cursor.Fail("unknown Unicode class", cursor.TextFrom(start));
        return new CodePointSet();
    }

    private int ReadOctal(int value)
    {
        for (var digits = 1; digits < 3 && cursor.Current is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + cursor.Current - '0';
            cursor.Advance(1);
        }

        return value;
    }

    private int ReadHexadecimal(int start)
    {
        var braced = cursor.Current == '{';
        var end = braced ? cursor.Rest.IndexOf('}') : 2;
        var digits = end < 0 || end > cursor.Rest.Length ? "" : cursor.Rest[(braced ? 1 : 0)..end];
        if (int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and <= CodePointSet.Highest)
        {
            cursor.Advance(braced ? end + 1 : end);
            return value;
        }

        cursor.Advance(end < 0 ? 1 : end + 1);
        cursor.Fail("invalid escape sequence", cursor.TextFrom(start));
        return 0;
    }
}
