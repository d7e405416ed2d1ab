using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Dsl.Patterns;

/// <summary>The classes of ASCII: <c>\d \s \w</c> and the named ones of <c>[[:alpha:]]</c>.</summary>
internal static class AsciiClasses
{
    public static CodePointSet Digit => CodePointSet.Of(('0', '9'));

    public static CodePointSet Word => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_'));

    /// <summary><c>\s</c>, which leaves the vertical tab out.</summary>
    public static CodePointSet Space => CodePointSet.Of(('\t', '\n'), ('\f', '\r'), (' ', ' '));

    public static bool TryFind(string name, [NotNullWhen(true)] out CodePointSet? set)
    {
        set = name switch
        {
            "alnum" => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
            "alpha" => CodePointSet.Of(('A', 'Z'), ('a', 'z')),
            "ascii" => CodePointSet.Of((0, 0x7F)),
            "blank" => CodePointSet.Of(('\t', '\t'), (' ', ' ')),
            "cntrl" => CodePointSet.Of((0, 0x1F), (0x7F, 0x7F)),
            "digit" => Digit,
            "graph" => CodePointSet.Of(('!', '~')),
            "lower" => CodePointSet.Of(('a', 'z')),
            "print" => CodePointSet.Of((' ', '~')),
            "punct" => CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
            "space" => CodePointSet.Of(('\t', '\r'), (' ', ' ')),
            "upper" => CodePointSet.Of(('A', 'Z')),
            "word" => Word,
            "xdigit" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
            _ => null,
        };
        return set is not null;
    }
}
