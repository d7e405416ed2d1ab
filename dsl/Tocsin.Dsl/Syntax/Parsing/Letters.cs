using System.Text;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Characters as the language sees them: a letter may be two UTF-16 units.</summary>
internal static class Letters
{
    /// <summary>The letter that a text begins with; of half a letter and of an empty text, the replacement character.</summary>
    public static Rune At(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out _);
        return rune;
    }
}
