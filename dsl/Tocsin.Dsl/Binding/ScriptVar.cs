namespace Tocsin.Dsl.Binding;

/// <summary>A variable of a script: as declared with its default, or as a task gives it.</summary>
/// <param name="Name">As declared; empty for the items of a list.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Value">
/// Bool, long, double, string or <see cref="Time.Duration"/>; the pattern of a regex and the expression of a lambda as strings; a list
/// as <see cref="IReadOnlyList{T}"/> of <see cref="ScriptVar"/>. Null for a star and for a variable that must be given.
/// </param>
/// <param name="Description">The comment before the declaration; empty when there is none.</param>
public sealed record ScriptVar(string Name, VarType Type, object? Value, string Description = "");
