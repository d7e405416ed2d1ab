using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Colours;

/// <summary>A piece of a script on one line.</summary>
/// <param name="IsDeclaration">True for a variable where it is declared.</param>
public sealed record ColouredSpan(TextSpan Span, ColourKind Kind, bool IsDeclaration = false);
