using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>A change that puts a mistake right.</summary>
/// <param name="Title">What it does, for a menu.</param>
/// <param name="Diagnostic">The mistake.</param>
/// <param name="Edits">The change.</param>
/// <param name="IsPreferred">True for the one that is most likely meant.</param>
public sealed record QuickFix(string Title, Diagnostic Diagnostic, IReadOnlyList<TextEdit> Edits, bool IsPreferred = false);
