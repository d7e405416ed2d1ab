namespace Tocsin.Dsl.Patterns;

/// <summary>Reads a class in brackets, such as <c>[^a-z\d[:punct:]]</c>.</summary>
internal sealed class BracketReader(PatternCursor cursor, EscapeReader escapes)
{
    private const int LongestName = 64;

    public CodePointSet Read(bool ignoreCase)
    {
        var start = cursor.Position;
        cursor.Advance(1);
        var negate = cursor.TryRead("^");
        var set = new CodePointSet();
        for (var isFirst = true; isFirst || cursor.Current != ']'; isFirst = false)
        {
            if (cursor.AtEnd)
            {
                cursor.Fail("missing closing ]", cursor.TextFrom(start));
                return set;
            }

            set.Add(TryReadNamedClass(ignoreCase) ?? escapes.TryReadClass(ignoreCase) ?? ReadRange(ignoreCase));
        }

        cursor.Advance(1);
        return negate ? set.Complement() : set;
    }

    private CodePointSet? TryReadNamedClass(bool ignoreCase)
    {
        var end = cursor.Rest.StartsWith("[:") ? cursor.Ahead(LongestName)[2..].IndexOf(":]") : -1;
        if (end < 0)
            return null;

        var start = cursor.Position;
        var name = cursor.Rest.Slice(2, end).ToString();
        cursor.Advance(end + 4);
        var negate = name.StartsWith('^');
        if (!AsciiClasses.TryFind(negate ? name[1..] : name, out var set))
        {
            cursor.Fail("unknown character class", cursor.TextFrom(start));
            return new CodePointSet();
        }

        var folded = ignoreCase ? CaseFolding.Close(set) : set;
        return negate ? folded.Complement() : folded;
    }

    private CodePointSet ReadRange(bool ignoreCase)
    {
        var start = cursor.Position;
        var first = ReadCharacter();
        var last = first;
        if (cursor.Current == '-' && cursor.Peek(1) is not (']' or '\0'))
        {
            cursor.Advance(1);
            last = ReadCharacter();
            if (last < first)
                cursor.Fail("the range runs backwards", cursor.TextFrom(start));
        }

        if (!ignoreCase)
            return CodePointSet.Of((first, last));

        return first == last ? CaseFolding.CasesOf(first) : CaseFolding.Close(CodePointSet.Of((first, last)));
    }

    private int ReadCharacter() => cursor.Current == '\\' ? escapes.ReadCharacter() : cursor.ReadCodePoint();
}
