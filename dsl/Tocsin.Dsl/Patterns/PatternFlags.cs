namespace Tocsin.Dsl.Patterns;

/// <summary>What <c>(?imsU)</c> switches on.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,

    /// <summary><c>i</c></summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> match at lines too.</summary>
    MultiLine = 2,

    /// <summary><c>s</c>: <c>.</c> matches a line feed too.</summary>
    DotMatchesNewLine = 4,

    /// <summary><c>U</c>: repeats take as little as they can, those with a <c>?</c> as much as they can.</summary>
    Ungreedy = 8,
}
