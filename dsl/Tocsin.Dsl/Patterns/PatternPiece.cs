namespace Tocsin.Dsl.Patterns;

/// <summary>A translated piece of a pattern that a repeat may follow.</summary>
/// <param name="Text">The .NET pattern.</param>
/// <param name="IsAtom">True when a quantifier may follow without a group around the piece.</param>
/// <param name="Repeats">The product of the repeat counts inside: more than 1000 is refused.</param>
/// <param name="IsDot">True for a <c>.</c> that is not repeated.</param>
internal readonly record struct PatternPiece(string Text, bool IsAtom, long Repeats = 1, bool IsDot = false)
{
    public string AsAtom => IsAtom ? Text : $"(?:{Text})";
}
