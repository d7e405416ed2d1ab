namespace Tocsin.Dsl.Binding;

/// <summary>A function that a declaration names without calling it: <c>time</c>, or <c>var x = string(5)</c>. Nothing can use it.</summary>
internal sealed record UncalledFunction(string Name);
