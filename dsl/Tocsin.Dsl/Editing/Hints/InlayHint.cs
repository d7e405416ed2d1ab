namespace Tocsin.Dsl.Editing.Hints;

/// <summary>A word that editors show within the text.</summary>
/// <param name="Offset">Where.</param>
/// <param name="IsParameter">True for the name of a parameter, false for a type.</param>
public sealed record InlayHint(int Offset, string Label, bool IsParameter);
