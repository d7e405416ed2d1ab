namespace Tocsin.Dsl.Syntax;

/// <summary>What stands between tokens.</summary>
public enum TriviaKind
{
    /// <summary>Blanks, tabs and line ends.</summary>
    Blank,

    /// <summary>
    /// Comment lines on consecutive lines, from the first slashes to the line end of the last one and the indent of the line after it.
    /// </summary>
    Comment,
}
