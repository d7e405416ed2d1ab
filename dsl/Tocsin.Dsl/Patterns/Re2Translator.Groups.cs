using System.Globalization;

namespace Tocsin.Dsl.Patterns;

internal sealed partial class Re2Translator
{
    private void ReadGroup(List<PatternPiece> pieces)
    {
        var start = _cursor.Position;
        var outerFlags = _flags;
        _cursor.Advance(1);
        var name = "";
        var open = _cursor.TryRead("?P<") ? OpenNamed(start, out name)
            : _cursor.TryRead("?") ? ReadGroupKind(start)
            : OpenNumbered();
        if (open is null)
            return;

        if (++_nesting > NestingLimit)
            _cursor.Fail($"groups nest deeper than {NestingLimit} levels", "(");

        var inner = ReadAlternatives();
        if (!_cursor.TryRead(")"))
            _cursor.Fail("missing closing )", _pattern);

        _nesting--;
        _flags = outerFlags;
        pieces.Add(new PatternPiece($"{open}{inner.Text}{(name.Length > 0 ? "))" : ")")}", IsAtom: true, inner.Repeats));
    }

    private string OpenNumbered()
    {
        _groups++;
        return _numbersGroups ? string.Create(CultureInfo.InvariantCulture, $"(?<{_groups}>") : "(";
    }

    /// <summary>What follows <c>(?</c>: the .NET begin of the group, or null when it only set flags or is wrong.</summary>
    private string? ReadGroupKind(int start)
    {
        var flags = _flags;
        var isOn = true;
        var sawFlag = false;
        while (!_cursor.AtEnd)
        {
            var character = _cursor.Current;
            _cursor.Advance(1);
            PatternFlags? flag = character switch
            {
                'i' => PatternFlags.IgnoreCase,
                'm' => PatternFlags.MultiLine,
                's' => PatternFlags.DotMatchesNewLine,
                'U' => PatternFlags.Ungreedy,
                _ => null,
            };
            if (flag is { } known)
            {
                flags = isOn ? flags | known : flags & ~known;
                sawFlag = true;
            }
            else if (character == '-' && isOn)
            {
                isOn = false;
                sawFlag = false;
            }
            else if (character is ':' or ')' && (isOn || sawFlag))
            {
                _flags = flags;
                return character == ':' ? "(?:" : null;
            }
            else
            {
                break;
            }
        }

        FailAtGroup(start);
        return null;
    }

    /// <summary>A group with its number and, inside, one with the name, which .NET cannot give to the same group.</summary>
    private string OpenNamed(int start, out string name)
    {
        var end = _cursor.Rest.IndexOf('>');
        name = end < 0 ? "" : _cursor.Rest[..end].ToString();
        _cursor.Advance(end < 0 ? _pattern.Length : end + 1);
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            _cursor.Fail("invalid group name", _cursor.TextFrom(start));
        else if (!_names.Add(name))
            _cursor.Fail("two groups have the same name", name);

        // Names that begin with a digit are numbers to .NET: such a group can be found by its number alone.
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            name = "";
        return OpenNumbered() + (name.Length > 0 ? $"(?<{name}>" : "");
    }

    private void FailAtGroup(int start)
    {
        var part = _cursor.TextFrom(start);
        var what = part switch
        {
            "(?=" or "(?!" => "lookahead is not supported",
            "(?<" when _cursor.Current is '=' or '!' => "lookbehind is not supported",
            "(?<" => "a named group is written (?P<name>…)",
            "(?>" => "atomic groups are not supported",
            "(?(" => "conditions are not supported",
            "(?#" => "comments are not supported",
            "(?P" => "only (?P<name>…) may begin with (?P",
            _ => "invalid group",
        };
        _cursor.Fail(what, part);
    }
}
