namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Where lines end, as the language sees it: at line feeds.</summary>
internal static class Lines
{
    /// <summary>The text up to the first line feed.</summary>
    public static ReadOnlySpan<char> FirstOf(ReadOnlySpan<char> text) => text.IndexOf('\n') is var end and >= 0 ? text[..end] : text;
}
