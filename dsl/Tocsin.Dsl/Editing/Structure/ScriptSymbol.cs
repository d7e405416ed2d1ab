using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Structure;

/// <summary>A part of a script that has a name: a variable, a chain, or a node of a chain.</summary>
/// <param name="Detail">What it holds, or takes.</param>
/// <param name="Span">All of it.</param>
/// <param name="NameSpan">Its name, within <paramref name="Span"/>.</param>
/// <param name="Children">The nodes of a chain.</param>
public sealed record ScriptSymbol(string Name, string Detail, bool IsVariable, TextSpan Span, TextSpan NameSpan, IReadOnlyList<ScriptSymbol> Children);
