namespace Tocsin.Dsl.Syntax;

/// <summary>A stretch of the source, counted in UTF-16 units from its begin.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The first position after the span.</summary>
    public int End => Start + Length;

    /// <summary>The span that begins at <paramref name="start"/> and ends before <paramref name="end"/>.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, end - start);
}
