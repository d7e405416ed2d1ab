namespace Tocsin.Dsl.Editing.Structure;

/// <summary>Lines that can be folded into the first of them, from 0.</summary>
public sealed record FoldedSpan(int FirstLine, int LastLine, bool IsComment);
