namespace Tocsin.Dsl.Syntax;

/// <summary>Blanks or comments before a token.</summary>
public readonly record struct Trivia(TriviaKind Kind, TextSpan Span);
