namespace Tocsin.Scripting.Compiling;

/// <summary>What scripts of one use look like from inside.</summary>
/// <param name="Globals">The type whose members the script sees as its own; null for none.</param>
/// <param name="Result">What the script may return.</param>
internal sealed record CsxShape(Type? Globals, Type Result);
